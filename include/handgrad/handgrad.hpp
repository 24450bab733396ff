/// handgrad: neural networks as types, with gradients, vectors and shapes done by hand.
#pragma once

// First, so that the compiler's message about a mistake need not say by which headers it comes here.
#include <handgrad/layer/dense_mistake.hpp>
#include <handgrad/network/verdict.hpp>
#include <handgrad/optimizer/step_mistake.hpp>

#include <handgrad/activation/celu.hpp>
#include <handgrad/activation/cos.hpp>
#include <handgrad/activation/elu.hpp>
#include <handgrad/activation/exp.hpp>
#include <handgrad/activation/fast.hpp>
#include <handgrad/activation/gelu.hpp>
#include <handgrad/activation/gelu_tanh.hpp>
#include <handgrad/activation/hard_sigmoid.hpp>
#include <handgrad/activation/hard_swish.hpp>
#include <handgrad/activation/identity.hpp>
#include <handgrad/activation/leaky_relu.hpp>
#include <handgrad/activation/mish.hpp>
#include <handgrad/activation/relu.hpp>
#include <handgrad/activation/relu6.hpp>
#include <handgrad/activation/selu.hpp>
#include <handgrad/activation/sigmoid.hpp>
#include <handgrad/activation/silu.hpp>
#include <handgrad/activation/sin.hpp>
#include <handgrad/activation/softplus.hpp>
#include <handgrad/activation/softsign.hpp>
#include <handgrad/activation/square.hpp>
#include <handgrad/activation/tanh.hpp>
#include <handgrad/core/matrix.hpp>
#include <handgrad/core/random.hpp>
#include <handgrad/core/rows.hpp>
#include <handgrad/core/view.hpp>
#include <handgrad/kernel/gemm.hpp>
#include <handgrad/layer/dense.hpp>
#include <handgrad/layer/log_softmax.hpp>
#include <handgrad/layer/prelu.hpp>
#include <handgrad/layer/softmax.hpp>
#include <handgrad/loss/mean_squared_error.hpp>
#include <handgrad/loss/softmax_cross_entropy.hpp>
#include <handgrad/network/call_mistake.hpp>
#include <handgrad/network/mlp.hpp>
#include <handgrad/network/network.hpp>
#include <handgrad/network/parameters.hpp>
#include <handgrad/optimizer/momentum.hpp>
#include <handgrad/optimizer/sgd.hpp>
#include <handgrad/train/batches.hpp>
