"""Reads a folder of event files with TensorBoard's own reader; prints a line for each value."""
import sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

events = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0, "histograms": 0})
events.Reload()
for tag in sorted(events.Tags()["scalars"]):
    for value in events.Scalars(tag):
        print(tag, value.step, repr(value.value))
for tag in sorted(events.Tags()["histograms"]):
    for value in events.Histograms(tag):
        histogram = value.histogram_value
        print(tag, value.step, histogram.num, histogram.min, histogram.max, sum(histogram.bucket))
