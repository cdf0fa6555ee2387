package org.hammingbird.training;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * A file of events as TensorBoard reads it: records of TensorFlow's format (length, data, and a
 * masked CRC-32C of each), whose data are protocol buffers of type {@code tensorflow.Event}, of
 * which a few fields suffice. The file is kept in memory: a few dozen bytes an event.
 *
 * <p>Formats: {@code tensorflow/core/lib/io/record_writer.h}, {@code
 * tensorflow/core/util/event.proto} and {@code tensorflow/core/framework/summary.proto}.
 */
public final class EventFile {
  private static final int MASK_DELTA = 0xa282ead8;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private EventFile() {}

  /**
   * A file without events.
   *
   * @param time in seconds since 1970
   */
  public static EventFile begin(double time) {
    EventFile file = new EventFile();
    file.write(new Message().number(1, time).text(3, "brain.Event:2"));
    return file;
  }

  /** A file that goes on after the events of another. */
  public static EventFile after(byte[] events) {
    EventFile file = new EventFile();
    file.out.write(events, 0, events.length);
    return file;
  }

  /**
   * Adds one number.
   *
   * @param time in seconds since 1970
   */
  public void scalar(double time, long step, String tag, double value) {
    summary(time, step, new Message().text(1, tag).small(2, (float) value));
  }

  /**
   * Adds a distribution.
   *
   * @param time in seconds since 1970
   * @param limits upper bound of each bin, rising
   * @param counts how many values are in each bin, as many as {@code limits}; each counts as if it
   *     lay in the middle of its bin
   */
  public void histogram(double time, long step, String tag, double[] limits, double[] counts) {
    Message histogram = new Message();
    double num = 0;
    double sum = 0;
    double squares = 0;
    double least = Double.NaN;
    double greatest = Double.NaN;
    double width = limits[1] - limits[0];
    for (int i = 0; i < counts.length; i++) {
      double middle = limits[i] - width / 2;
      num += counts[i];
      sum += counts[i] * middle;
      squares += counts[i] * middle * middle;
      if (counts[i] > 0) {
        least = Double.isNaN(least) ? limits[i] - width : least;
        greatest = limits[i];
      }
    }
    histogram.number(1, least).number(2, greatest).number(3, num).number(4, sum).number(5, squares);
    histogram.numbers(6, limits).numbers(7, counts);
    summary(time, step, new Message().text(1, tag).message(5, histogram));
  }

  /** The file so far. */
  public byte[] bytes() {
    return out.toByteArray();
  }

  private void summary(double time, long step, Message value) {
    write(new Message().number(1, time).whole(2, step).message(5, new Message().message(1, value)));
  }

  private void write(Message event) {
    byte[] data = event.bytes();
    byte[] length = little(Long.BYTES).putLong(data.length).array();
    out.writeBytes(length);
    out.writeBytes(checksum(length));
    out.writeBytes(data);
    out.writeBytes(checksum(data));
  }

  /** Turned and shifted, since a checksum of data that hold checksums would be a weak one. */
  private static byte[] checksum(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    int masked = Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
    return little(Integer.BYTES).putInt(masked).array();
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A protocol buffer that is being written. */
  private static final class Message {
    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int LENGTH_FIRST = 2;
    private static final int FOUR_BYTES = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private byte[] bytes() {
      return out.toByteArray();
    }

    private Message number(int field, double value) {
      tag(field, EIGHT_BYTES);
      out.writeBytes(little(Double.BYTES).putDouble(value).array());
      return this;
    }

    private Message small(int field, float value) {
      tag(field, FOUR_BYTES);
      out.writeBytes(little(Float.BYTES).putFloat(value).array());
      return this;
    }

    private Message whole(int field, long value) {
      tag(field, VARINT);
      varint(value);
      return this;
    }

    private Message text(int field, String value) {
      return part(field, value.getBytes(StandardCharsets.UTF_8));
    }

    private Message message(int field, Message value) {
      return part(field, value.bytes());
    }

    private Message numbers(int field, double[] values) {
      ByteBuffer packed = little(values.length * Double.BYTES);
      packed.asDoubleBuffer().put(values);
      return part(field, packed.array());
    }

    private Message part(int field, byte[] content) {
      tag(field, LENGTH_FIRST);
      varint(content.length);
      out.writeBytes(content);
      return this;
    }

    private void tag(int field, int type) {
      varint((long) field << 3 | type);
    }

    private void varint(long value) {
      long left = value;
      while ((left & ~0x7fL) != 0) {
        out.write((int) (left & 0x7f | 0x80));
        left >>>= 7;
      }
      out.write((int) left);
    }
  }
}
