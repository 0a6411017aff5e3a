"""Messages of documents as QCVN 102:2016/BTTTT writes them (edXML): written, read, held against a schema, signed."""
