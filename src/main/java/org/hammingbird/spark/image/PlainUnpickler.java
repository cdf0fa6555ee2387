package org.hammingbird.spark.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * Reads pickles of plain data: None, numbers, strings, bytes, lists, tuples, dicts, and arrays of
 * numpy's bytes. A pickle is a program that may name any class to be made; this one runs nothing
 * but the three names with which numpy writes an array, and Python 3 its bytes, for all of which it
 * puts values of its own. Everything else is refused before it is done.
 */
final class PlainUnpickler extends Unpickler {
  /** An array of unsigned bytes, or what is to become one. */
  static final class Bytes {
    private int[] shape = {0};
    private byte[] values = {};

    private Bytes() {}

    /** Lengths of the axes, the slowest first. */
    int[] shape() {
      return shape.clone();
    }

    /** Row by row; not copied. */
    byte[] values() {
      return values;
    }
  }

  private enum Known {
    RECONSTRUCT,
    NDARRAY,
    DTYPE,
    ENCODE
  }

  /** numpy's byte type, the only one that is understood. */
  private static final Object UNSIGNED_BYTE = "u1";

  private static final Map<String, Known> NAMES = new HashMap<>();

  static {
    NAMES.put("numpy.core.multiarray _reconstruct", Known.RECONSTRUCT);
    NAMES.put("numpy._core.multiarray _reconstruct", Known.RECONSTRUCT);
    NAMES.put("numpy ndarray", Known.NDARRAY);
    NAMES.put("numpy dtype", Known.DTYPE);
    NAMES.put("_codecs encode", Known.ENCODE);
  }

  private PlainUnpickler() {}

  /**
   * The value that is pickled.
   *
   * @throws IOException where it is not plain data, or not a pickle; its message says which
   */
  static Object read(byte[] pickle) throws IOException {
    PlainUnpickler reader = new PlainUnpickler();
    try {
      return reader.load(new ByteArrayInputStream(pickle));
    } catch (PickleException | ArithmeticException | ClassCastException e) {
      throw new IOException(e.getMessage(), e);
    } catch (IndexOutOfBoundsException | NullPointerException | NegativeArraySizeException e) {
      throw new IOException("it is not a well-formed pickle", e);
    } finally {
      reader.close();
    }
  }

  @Override
  protected Object dispatch(short opcode) throws PickleException, IOException {
    switch (opcode) {
      case Opcodes.GLOBAL:
        name(PickleUtils.readline(input), PickleUtils.readline(input));
        return NO_RETURN_VALUE;
      case Opcodes.STACK_GLOBAL:
        Object name = stack.pop();
        name(String.valueOf(stack.pop()), String.valueOf(name));
        return NO_RETURN_VALUE;
      case Opcodes.REDUCE:
        Object[] arguments = (Object[]) stack.pop();
        stack.add(call(stack.pop(), arguments));
        return NO_RETURN_VALUE;
      case Opcodes.BUILD:
        Object state = stack.pop();
        build(stack.peek(), state);
        return NO_RETURN_VALUE;
      case Opcodes.INST:
      case Opcodes.OBJ:
      case Opcodes.NEWOBJ:
      case Opcodes.NEWOBJ_EX:
      case Opcodes.EXT1:
      case Opcodes.EXT2:
      case Opcodes.EXT4:
      case Opcodes.PERSID:
      case Opcodes.BINPERSID:
        throw new PickleException("it would make objects, and only plain data are read");
      default:
        return super.dispatch(opcode);
    }
  }

  private void name(String module, String name) {
    Known known = NAMES.get(module + " " + name);
    if (known == null) {
      throw new PickleException(
          "it names " + module + "." + name + ", and only plain data are read");
    }
    stack.add(known);
  }

  private static Object call(Object function, Object[] arguments) {
    if (function == Known.RECONSTRUCT && arguments[0] == Known.NDARRAY) {
      return new Bytes();
    }
    if (function == Known.DTYPE && UNSIGNED_BYTE.equals(arguments[0])) {
      return UNSIGNED_BYTE;
    }
    if (function == Known.DTYPE) {
      throw new PickleException("its array holds " + arguments[0] + " rather than bytes (u1)");
    }
    if (function == Known.ENCODE && arguments[0] instanceof String) {
      return ((String) arguments[0]).getBytes(StandardCharsets.ISO_8859_1);
    }
    throw new PickleException("it calls what is no function, and only plain data are read");
  }

  /** Fills an array; the state is (version, shape, type, whether in Fortran's order, bytes). */
  private static void build(Object target, Object state) {
    if (target == UNSIGNED_BYTE) {
      return; // byte order and the like, which single bytes do not have
    }
    if (!(target instanceof Bytes)) {
      throw new PickleException("it would set an object's state, and only plain data are read");
    }
    Object[] parts = (Object[]) state;
    if (parts.length != 5 || parts[2] != UNSIGNED_BYTE || !Boolean.FALSE.equals(parts[3])) {
      throw new PickleException("its array is not one of bytes in C's order");
    }
    Bytes array = (Bytes) target;
    array.shape =
        Arrays.stream((Object[]) parts[1]).mapToInt(n -> ((Number) n).intValue()).toArray();
    array.values = bytes(parts[4]);
    long length = Arrays.stream(array.shape).asLongStream().reduce(1, Math::multiplyExact);
    if (length != array.values.length) {
      throw new PickleException(
          String.format(
              "its array is %s and has %d bytes",
              Arrays.toString(array.shape), array.values.length));
    }
  }

  /** Python 2's strings come as text whose characters are bytes. */
  private static byte[] bytes(Object value) {
    return value instanceof byte[]
        ? (byte[]) value
        : ((String) value).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Text of a string, or of bytes, which is what Python 2's strings are to Python 3. */
  static String text(Object value) {
    return value instanceof byte[]
        ? new String((byte[]) value, StandardCharsets.UTF_8)
        : String.valueOf(value);
  }

  /** What a dict holds under a name, or null. */
  static Object entry(Object dict, String name) throws IOException {
    if (!(dict instanceof Map)) {
      throw new IOException("it holds no dict");
    }
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) dict).entrySet()) {
      if (text(entry.getKey()).equals(name)) {
        return entry.getValue();
      }
    }
    return null;
  }

  /** The list that a dict holds under a name. */
  static List<?> list(Object dict, String name) throws IOException {
    Object value = entry(dict, name);
    if (!(value instanceof List)) {
      throw new IOException("its dict has no list \"" + name + "\"");
    }
    return (List<?>) value;
  }
}
