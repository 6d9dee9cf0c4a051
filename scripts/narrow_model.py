#!/usr/bin/env python3
"""Writes tests/data/narrow.onnx: a network with our model's inputs and output whose vectors are 1 wide, for the test
`a_network_of_another_width_is_refused`.

usage: python3 -m venv venv && venv/bin/pip install onnx && venv/bin/python scripts/narrow_model.py tests/data/narrow.onnx
"""

import sys

import onnx
from onnx import TensorProto, helper

NAMES = ["input_ids", "attention_mask", "token_type_ids"]


def main(target: str) -> None:
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in NAMES]
    output = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "tokens", 1])
    nodes = [
        helper.make_node("Add", ["input_ids", "attention_mask"], ["partial_sum"]),
        helper.make_node("Add", ["partial_sum", "token_type_ids"], ["sum"]),
        helper.make_node("Cast", ["sum"], ["flat"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["flat", "axes"], ["last_hidden_state"]),
    ]
    axes = helper.make_tensor("axes", TensorProto.INT64, [1], [2])
    graph = helper.make_graph(nodes, "narrow", inputs, [output], [axes])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, target)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
