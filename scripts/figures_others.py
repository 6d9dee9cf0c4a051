"""What somebody would put together instead, with the same weights: python3 figures_others.py STEP …; called by figures.py.

Pages are split at headings (langchain-text-splitters), embedded (fastembed) and kept (qdrant-client, in a folder, without a server);
a question finds the ten nearest pieces. Nothing is read of incidents, metrics or days, and nothing is answered. Each step prints what it
took as JSON.
"""

import json
import logging
import shutil
import sys
import time
from pathlib import Path

QUESTION = "what caused the 6/15 账户流水 discrepancy"
NAME = "weights/bge-small-zh-v1.5-int8"
WIDTH = 512


def splitters():
    from langchain_text_splitters import MarkdownHeaderTextSplitter, RecursiveCharacterTextSplitter

    return MarkdownHeaderTextSplitter([("#", "1"), ("##", "2"), ("###", "3")]), RecursiveCharacterTextSplitter(chunk_size=300, chunk_overlap=0)


def pieces(text, by):
    headings, lengths = by
    return [piece.page_content for piece in lengths.split_documents(headings.split_text(text)) if piece.page_content.strip()]


def folder_for_fastembed(weights, folder):
    """It wants two small files beside the weights that ours have no use for."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ["model.onnx", "tokenizer.json"]:
        shutil.copy(weights / name, folder / name)
    special = {"unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]"}
    (folder / "special_tokens_map.json").write_text(json.dumps(special))
    (folder / "tokenizer_config.json").write_text(json.dumps({"model_max_length": 512, **special}))
    (folder / "config.json").write_text(json.dumps({"pad_token_id": 0}))
    return folder


def fastembed(weights, threads):
    from fastembed import TextEmbedding
    from fastembed.common.model_description import ModelSource, PoolingType

    source = ModelSource(hf="Xenova/bge-small-zh-v1.5")
    TextEmbedding.add_custom_model(NAME, pooling=PoolingType.CLS, normalization=True, sources=source, dim=WIDTH, model_file="model.onnx")
    return TextEmbedding(NAME, specific_model_path=str(weights), threads=threads)


def onnx_session(weights, threads):
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(weights / "model.onnx"), options, providers=["CPUExecutionProvider"])
    return session, Tokenizer.from_file(str(weights / "tokenizer.json"))


def onnx_vector(model, text):
    import numpy

    session, tokenizer = model
    ids = numpy.array([tokenizer.encode(text).ids], dtype=numpy.int64)
    inputs = {"input_ids": ids, "attention_mask": numpy.ones_like(ids), "token_type_ids": numpy.zeros_like(ids)}
    (hidden,) = session.run(["last_hidden_state"], inputs)
    return hidden[0, 0] / numpy.linalg.norm(hidden[0, 0])


def step_read(folder):
    """Splits and cuts every page three times; MB/s of the best, of processor time."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    start = time.process_time()
    jieba.initialize()
    dictionary = time.process_time() - start
    texts = [path.read_text() for path in sorted(Path(folder).glob("*.md"))]
    size = sum(len(text.encode()) for text in texts)
    by = splitters()

    def best(work):
        times = []
        for _ in range(3):
            start = time.process_time()
            work()
            times.append(time.process_time() - start)
        return size / min(times) / 1e6

    split = best(lambda: [pieces(text, by) for text in texts])
    cut = best(lambda: [list(jieba.cut_for_search(text, HMM=False)) for text in texts])
    return {"split": split, "cut": cut, "dictionary": dictionary}


def step_embed(weights, text, count):
    """Texts a second, the better of two rounds, of processor time for one thread and of wall time for two, whose threads wait for each
    other at work; and the processor time from nothing to a first vector within a running interpreter."""
    weights, texts = Path(weights), [text] * int(count)
    import onnxruntime  # noqa: F401  (to import it is not to load a model)

    start = time.process_time()
    onnx_vector(onnx_session(weights, 1), "6/15 账户流水差异的原因是什么？")
    result = {"first": time.process_time() - start}
    for threads in [1, 2]:
        clock = time.process_time if threads == 1 else time.perf_counter
        model = onnx_session(weights, threads)
        fast = fastembed_once(weights, threads)
        for name, work in [("onnxruntime", lambda: [onnx_vector(model, text) for text in texts]), ("fastembed", lambda: list(fast.embed(texts)))]:
            work()
            times = []
            for _ in range(2):
                start = clock()
                work()
                times.append(clock() - start)
            result[f"{name}-{threads}"] = len(texts) / min(times)
    return result


def fastembed_once(weights, threads):
    """The registry of models takes a name once."""
    from fastembed import TextEmbedding

    if any(model["model"] == NAME for model in TextEmbedding.list_supported_models()):
        return TextEmbedding(NAME, specific_model_path=str(weights), threads=threads)
    return fastembed(weights, threads)


def step_ingest(weights, folder, index):
    from qdrant_client import QdrantClient, models

    by = splitters()
    texts = [piece for path in sorted(Path(folder).rglob("*.md")) for piece in pieces(path.read_text(), by)]
    client = QdrantClient(path=index)
    client.create_collection("reports", vectors_config=models.VectorParams(size=WIDTH, distance=models.Distance.COSINE))
    vectors = fastembed(Path(weights), 2).embed(texts)
    points = [models.PointStruct(id=number, vector=vector.tolist(), payload={"text": texts[number]}) for number, vector in enumerate(vectors)]
    client.upsert("reports", points)
    client.close()
    return {"pieces": len(texts)}


def step_ask(weights, index, rounds):
    """One question from nothing, then the same in a process that goes on."""
    from qdrant_client import QdrantClient

    model, client = fastembed(Path(weights), 2), QdrantClient(path=index)
    times = []
    for _ in range(int(rounds)):
        start = time.perf_counter()
        (vector,) = model.query_embed(QUESTION)
        found = client.query_points("reports", vector, limit=10).points
        assert len(found) == 10
        times.append(time.perf_counter() - start)
    client.close()
    return {"warm": sorted(times)[len(times) // 2]}


def step_search(sizes):
    """All vectors compared with the question's, in memory, by numpy: median milliseconds."""
    import numpy

    random = numpy.random.default_rng(7)
    result = {}
    for size in map(int, sizes.split(",")):
        vectors = random.standard_normal((size, WIDTH), dtype=numpy.float32)
        times = []
        for _ in range(50):
            query = random.standard_normal(WIDTH, dtype=numpy.float32)
            start = time.perf_counter()
            scores = vectors @ query
            numpy.argpartition(scores, -10)[-10:]
            times.append(time.perf_counter() - start)
        result[size] = sorted(times)[len(times) // 2]
    return result


if __name__ == "__main__":
    step, arguments = sys.argv[1], sys.argv[2:]
    if step == "weights":
        folder_for_fastembed(Path(arguments[0]), Path(arguments[1]))
    else:
        print(json.dumps(globals()[f"step_{step}"](*arguments)))
