"""Writes the events of EventFileTest with TensorBoard's own writer, in hex."""
import io
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import HistogramProto, Summary
from tensorboard.summary.writer.record_writer import RecordWriter

out = io.BytesIO()
writer = RecordWriter(out)
histogram = HistogramProto(min=-1, max=1, num=3, sum=0.5, sum_squares=0.75,
                           bucket_limit=[0, 1, 2], bucket=[1, 2, 0])
for event in (
    Event(wall_time=1000.5, file_version="brain.Event:2"),
    Event(wall_time=1001.25, step=300, summary=Summary(value=[Summary.Value(tag="loss", simple_value=0.125)])),
    Event(wall_time=1002, step=300, summary=Summary(value=[Summary.Value(tag="logits", histo=histogram)])),
):
    writer.write(event.SerializeToString())
print(out.getvalue().hex())
