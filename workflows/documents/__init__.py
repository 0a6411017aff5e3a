"""The ward's administrative documents, laid out as NĐ 30/2020/NĐ-CP asks: plain content in, HTML and PDF out."""
