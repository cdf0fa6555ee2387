package org.hammingbird.training.layer;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The operations of a stack of layers for one batch size, in the order in which they run, with the
 * memory between them. {@link Step}s build it; then it runs as often as wanted, on whatever
 * parameters it is bound to. For one thread at a time, not always the same one: scratch memory is
 * the graph's own, since oneDNN's default belongs to the thread that made a primitive.
 */
final class Graph implements AutoCloseable {
  private final engine engine = OneDnn.engine();
  private final Deque<Pointer> owned = new ArrayDeque<>();
  private final stream stream = own(new stream(engine));
  private final boolean training;
  private final memory.data_type type;
  private final List<Runnable> prepare = new ArrayList<>();
  private final List<Runnable> forward = new ArrayList<>();
  private final List<Runnable> backward = new ArrayList<>();
  private final FlatViews parameters = new FlatViews();
  private final FlatViews gradients = new FlatViews();
  private final Arena arena = new Arena();
  private final Map<Tensor, Long> places = new HashMap<>();
  private final List<Operation> operations = new ArrayList<>();
  private Tensor input;
  private long scratch;

  Graph(boolean training, Precision precision) {
    this.training = training;
    this.type = precision == Precision.BFLOAT16 ? memory.data_type.bf16 : memory.data_type.f32;
  }

  /** Whether {@link #backward} is wanted, and batch statistics rather than running ones. */
  boolean training() {
    return training;
  }

  engine engine() {
    return engine;
  }

  /** Parameters, by their offsets. */
  FlatViews parameters() {
    return parameters;
  }

  /** Gradients of the parameters, by the same offsets. */
  FlatViews gradients() {
    return gradients;
  }

  /** What runs first, whenever parameters may have changed. */
  List<Runnable> prepare() {
    return prepare;
  }

  List<Runnable> forward() {
    return forward;
  }

  List<Runnable> backward() {
    return backward;
  }

  /** Keeps a native object alive as long as this graph. */
  <T extends Pointer> T own(T pointer) {
    owned.push(pointer);
    return pointer;
  }

  /** The layout of activations: channels last, which suits all of oneDNN's kernels. */
  memory.desc activation(long... shape) {
    return layout(type, shape.length == 4 ? memory.format_tag.nhwc : memory.format_tag.ab, shape);
  }

  /** A layout that an operation's description fills in. */
  memory.desc any(long... shape) {
    return layout(type, memory.format_tag.any, shape);
  }

  /** The same in float32, for gradients of parameters. */
  memory.desc anyFloats(long... shape) {
    return layout(memory.data_type.f32, memory.format_tag.any, shape);
  }

  /** ND4J's order: float32, the last index fastest. */
  memory.desc plain(long... shape) {
    memory.format_tag[] tags = {
      memory.format_tag.a, memory.format_tag.ab, memory.format_tag.abc, memory.format_tag.abcd
    };
    return layout(memory.data_type.f32, tags[shape.length - 1], shape);
  }

  private memory.desc layout(memory.data_type dataType, memory.format_tag tag, long... shape) {
    return own(new memory.desc(shape, dataType, tag));
  }

  /** Attributes that every primitive of this graph has. */
  primitive_attr attributes() {
    primitive_attr attributes = own(new primitive_attr());
    attributes.set_scratchpad_mode(dnnl_scratchpad_mode_user);
    return attributes;
  }

  /** A tensor that keeps its values until the next run. */
  Tensor lasting(memory.desc layout, long... shape) {
    return placed(layout, shape, arena.fresh(layout.get_size()));
  }

  /** A tensor whose place others take after {@link #release}. */
  Tensor temporary(memory.desc layout, long... shape) {
    return placed(layout, shape, arena.temporary(layout.get_size()));
  }

  /** The result of a forward operation: kept for the backward pass if there is one. */
  Tensor activation(memory.desc layout, long... shape) {
    return training ? lasting(layout, shape) : temporary(layout, shape);
  }

  /** Says that no later operation reads a temporary tensor; others are left alone. */
  void release(Tensor tensor) {
    Long place = places.get(tensor);
    if (place != null) {
      arena.release(place);
    }
  }

  /** What the first step takes in: in somebody else's memory, in ND4J's order. */
  Tensor input(long... shape) {
    input = outside(plain(shape), shape);
    return input;
  }

  /** Whether a tensor is the {@link #input}. */
  boolean isInput(Tensor tensor) {
    return tensor == input;
  }

  /** A tensor in somebody else's memory, bound before each run. */
  Tensor outside(memory.desc layout, long... shape) {
    return new Tensor(shape, layout, own(new memory(layout, engine, (Pointer) null)));
  }

  /** Parameters at an offset of the flat vector, the last index fastest. */
  Tensor parameter(long offset, long... shape) {
    return parameters.add(offset, outside(plain(shape), shape));
  }

  /** Where the gradient of the parameters at that offset is written. */
  Tensor gradient(long offset, long... shape) {
    return gradients.add(offset, outside(plain(shape), shape));
  }

  /** An operation with these tensors still to be given. */
  Operation operation(primitive made, primitive_desc_base description) {
    long needed = own(description.scratchpad_desc()).get_size();
    scratch = Math.max(scratch, needed);
    Operation operation = new Operation(own(made), stream, own(new IntMemoryMap()));
    operations.add(operation);
    return operation;
  }

  /**
   * The same values in another layout: the tensor itself if it has that layout, else a copy that
   * {@code stage} makes.
   */
  Tensor reordered(Tensor from, memory.desc wanted, List<Runnable> stage) {
    if (from.layout().equals(wanted)) {
      return from;
    }
    Tensor to =
        stage == backward ? temporary(wanted, from.shape()) : activation(wanted, from.shape());
    reorder(from, to, stage);
    return to;
  }

  /** Where an operation of the backward pass can write what {@link #deliver} brings to a tensor. */
  Tensor draft(Tensor target, memory.desc layout) {
    return target.layout().equals(layout) ? target : temporary(layout, target.shape());
  }

  /** Brings a {@link #draft} to its tensor, if it is not that tensor itself. */
  void deliver(Tensor draft, Tensor target) {
    if (draft != target) {
      reorder(draft, target, backward);
      release(draft);
    }
  }

  /** Parameters in another layout, made anew before each forward pass. */
  Tensor prepared(Tensor parameter, memory.desc wanted) {
    if (parameter.layout().equals(wanted)) {
      return parameter;
    }
    Tensor to = lasting(wanted, parameter.shape());
    reorder(parameter, to, prepare);
    return to;
  }

  /** Copies values from one layout to another. */
  void reorder(Tensor from, Tensor to, List<Runnable> stage) {
    reorder.primitive_desc description =
        own(
            new reorder.primitive_desc(
                engine, from.layout(), engine, to.layout(), attributes(), false));
    stage.add(
        operation(new reorder(description), description)
            .with(DNNL_ARG_FROM, from)
            .with(DNNL_ARG_TO, to));
  }

  /** Takes the memory; to be called once, after the last operation was added. */
  void allocate() {
    long scratchPlace = arena.fresh(scratch);
    BytePointer block = own(new BytePointer(arena.size() + Arena.ALIGNMENT));
    long start = -block.address() & (Arena.ALIGNMENT - 1);
    places.forEach((tensor, place) -> tensor.bind(block.getPointer(start + place)));
    memory.desc layout =
        own(new memory.desc(new long[] {scratch}, memory.data_type.u8, memory.format_tag.a));
    memory scratchpad = own(new memory(layout, engine, block.getPointer(start + scratchPlace)));
    operations.forEach(operation -> operation.with(DNNL_ARG_SCRATCHPAD, scratchpad));
  }

  /** Native memory of the tensors, in bytes. */
  long bytes() {
    return arena.size();
  }

  @Override
  public void close() {
    while (!owned.isEmpty()) {
      owned.pop().deallocate();
    }
  }

  private Tensor placed(memory.desc layout, long[] shape, long place) {
    Tensor tensor = outside(layout, shape);
    places.put(tensor, place);
    return tensor;
  }

  /** Tensors at offsets of one flat vector of floats. */
  static final class FlatViews {
    private final Map<Tensor, Long> offsets = new HashMap<>();
    private long address;

    private Tensor add(long offset, Tensor tensor) {
      offsets.put(tensor, offset);
      return tensor;
    }

    /** Lets all of them point into the vector that begins at {@code newAddress}. */
    void bind(long newAddress) {
      if (address != newAddress) {
        address = newAddress;
        offsets.forEach((tensor, offset) -> tensor.bind(at(offset)));
      }
    }

    /** Reads the values from an offset on. */
    void read(long offset, float[] values) {
      at(offset).get(values);
    }

    /** Writes values from an offset on. */
    void write(long offset, float[] values) {
      at(offset).put(values);
    }

    private FloatPointer at(long offset) {
      return new Address(address + offset * Float.BYTES).floats();
    }
  }
}
