package org.hammingbird.spark.training;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.hammingbird.training.Matrices;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Counts loss, hits and logits of every minibatch, on the network as it was before it learned from
 * it. It computes the output layer's products once more, from the layer below, since DL4J hands
 * that layer's outputs to no listener: a few thousand multiplications an image. An output layer
 * without weights is handed the logits themselves.
 */
final class RoundListener extends BaseTrainingListener {
  private Progress progress = Progress.NONE;

  /** The sums since the last call. */
  Progress take() {
    Progress taken = progress;
    progress = Progress.NONE;
    return taken;
  }

  @Override
  public void onForwardPass(Model model, List<INDArray> activations) {
    MultiLayerNetwork network = (MultiLayerNetwork) model;
    if (network.getLabels() == null) {
      return;
    }
    Layer output = network.getOutputLayer();
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      INDArray below = asOutputLayerSees(activations.get(activations.size() - 1), network);
      add(output.numParams() == 0 ? below : below.mmul(output.getParam("W")), output, network);
    }
  }

  /** Values of a convolution or a pool, of rank 4, are laid flat before an output layer. */
  private static INDArray asOutputLayerSees(INDArray values, MultiLayerNetwork network) {
    InputPreProcessor before =
        network.getLayerWiseConfigurations().getInputPreProcess(network.getnLayers() - 1);
    return before == null
        ? values
        : before.preProcess(values, (int) values.size(0), LayerWorkspaceMgr.noWorkspaces());
  }

  private void add(INDArray logits, Layer output, MultiLayerNetwork network) {
    if (output.numParams() > 0 && output.getParam("b") != null) {
      logits.addiRowVector(output.getParam("b"));
    }
    progress = progress.add(Progress.of(Matrices.rows(logits), Matrices.rows(network.getLabels())));
    if (output.numParams() > 0) {
      logits.close();
    }
  }
}
