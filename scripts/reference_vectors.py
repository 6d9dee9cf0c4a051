#!/usr/bin/env python3
"""Writes tests/data/embedding-reference.json: what onnxruntime makes of our model on texts of many kinds.

The test `vectors_agree_with_onnxruntime` compares our vectors with these. The texts go through Hugging Face's tokenizer
here, and through a folding written apart from the program's (see `fold`), so that a mistake in one of them shows.

usage: python3 -m venv venv && venv/bin/pip install onnxruntime tokenizers numpy
       venv/bin/python scripts/reference_vectors.py MODELS/bge-small-zh-v1.5 tests/data/embedding-reference.json
"""

import json
import sys
import unicodedata
from pathlib import Path

import numpy
import onnxruntime
from tokenizers import Tokenizer, normalizers

MAX_TOKENS = 512

TEXTS = [
    "对账",
    "为什么六月中旬的流水对不上？",
    "which system ran out of connections last week?",
    "Oracle 表空间不足，扩容后恢复。",
    "MySQL 表空间不足，扩容后恢复。",
    "POS 退款接口 TPS 从 1,200 升到 3,450，P99 延迟 85ms。",
    "  ",
    "",
    "99.994% 5991笔 27.6万元 -0.03bp 1.2亿",
    "６月１５日　ＡＰＩ网关超时１２次",
    "🚀 灰度 50% ✔️ 🎉🎉 无异常 👍🏽",
    "⽣产环境⽇志⾃查完成",
    "“已投产”与‘待投产’各半，it’s done",
    "[CLS] 这一行里的 [SEP] 与 [MASK] 只是文字",
    "- [x] 双活切换演练\r\n- [ ] 容量评估\r\n\t- 待排期",
    "| 渠道 | 成功率 |\n| --- | --- |\n| 网银 | 98.7% |\n| 快捷 | 99.2% |",
    "Größe, café, naïve, Ñandú — ΔT ≈ 3µs",
    "数据库连接池耗尽：上游重试放大流量，限流阈值设置过高，夜间批处理与日终清算重叠，值班同学于凌晨两点四十分扩容并回退配置。",
    "下周目标：一、完成退款链路压测；二、梳理证书到期清单；三、推动供应商修复回调重复通知的问题，预计九月下旬提测。",
    "In the third quarter the settlement service moved to the new cluster; two incidents were traced to stale DNS entries,"
    " and the remaining risk is the certificate rotation planned for October.",
    "http://example.test/path?id=9f8e7d6c5b4a39281706f5e4d3c2b1a0&next=%E5%91%A8%E6%8A%A5",
    "a" * 300,
    "结算批次延迟，原因是上游文件晚到，已补跑并核对一致。" * 40,
    "Batch job retried after timeout; ledger balanced. " * 120,
]


def fold(text: str) -> str:
    """Full-width letters and digits, Kangxi radicals and curly quotes as the vocabulary has them; single spaces."""
    quotes = {"“": '"', "”": '"', "‘": "'", "’": "'"}

    def one(character: str) -> str:
        plain = unicodedata.normalize("NFKC", character)
        full_width = 0xFF00 < ord(character) < 0xFF5F and plain.isalnum()
        radical = 0x2E80 <= ord(character) <= 0x2FDF
        return plain if full_width or radical else quotes.get(character, character)

    return " ".join("".join(map(one, text)).split())


def main(folder: Path, target: Path) -> None:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    # The vocabulary has no upper case, so the case must be folded, whatever the file says.
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.encode_special_tokens = True
    tokenizer.enable_truncation(MAX_TOKENS)
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])
    cases = []
    for text in TEXTS:
        ids = numpy.array([tokenizer.encode(fold(text)).ids], dtype=numpy.int64)
        inputs = {"input_ids": ids, "attention_mask": numpy.ones_like(ids), "token_type_ids": numpy.zeros_like(ids)}
        (hidden,) = session.run(["last_hidden_state"], inputs)
        vector = hidden[0, 0] / numpy.linalg.norm(hidden[0, 0])
        values = [round(float(value), 5) for value in vector]
        cases.append({"text": text, "tokens": ids.shape[1], "vector": values})
    lines = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases)
    target.write_text(f'{{"cases":[\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
