"""The 13 data packages of QCVN 125:2021/BTTTT, as files: a ward's report as systems of reports exchange it."""
