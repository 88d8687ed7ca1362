"""Recognition of scanned pages: pictures made ready, Tesseract in a guarded process, results kept."""

from pipeline.read.ocr.recognition import recognizer

__all__ = ["recognizer"]
