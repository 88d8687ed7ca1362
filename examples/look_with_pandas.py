# %% [markdown]
# A run looked at with pandas: `rasoat run reports/ --out out`, then this file, cell by cell (VS Code, Spyder, Jupyter
# by jupytext) or whole: `python examples/look_with_pandas.py out`.

# %%
import sys
from pathlib import Path

import pandas as pd

OUT = Path(sys.argv[1] if len(sys.argv) > 1 and Path(sys.argv[1]).is_dir() else "out")

# %% Every table is a folder of Parquet files, which pandas reads as one.
documents = pd.read_parquet(OUT / "documents")
dossiers = pd.read_parquet(OUT / "dossiers")
rates = pd.read_parquet(OUT / "rates")
findings = pd.read_parquet(OUT / "findings")
labels = pd.read_parquet(OUT / "labels")
print(documents.groupby(["level", "status"]).size().rename("reports"))

# %% What people call the codes: the table labels has both languages.
names = labels[(labels.table == "dossiers") & (labels.column == "metric")].set_index("value")["label_vi"]
whole = dossiers[(dossiers.role == "result") & dossiers.field.isna() & (dossiers.scope == "all")]
counted = whole.groupby("metric")["value"].agg(["size", "sum"]).rename(index=names)
print(counted.sort_values("sum", ascending=False).head(8))

# %% On-time rates as the reports state them, by office and period.
stated = rates[(rates.metric == "on_time_rate") & (rates.role == "result") & rates.field.isna()]
stated = stated.merge(documents[["doc_id", "locality", "province"]], on="doc_id")
print(stated.pivot_table(index=["province", "locality"], columns="scope", values="value", aggfunc="min"))

# %% Findings by rule and severity, and the sentence that the first of them stands in.
print(pd.crosstab(findings.rule, findings.severity, margins=True))
first = findings[findings.start.notna()].iloc[0]
texts = pd.read_parquet(OUT / "texts", columns=["doc_id", "text"], filters=[("doc_id", "==", first.doc_id)])
text = texts["text"].iloc[0]
start, end = int(first.start), int(first.end)
print(first.message_vi)
print(text[max(0, start - 80) : start] + "«" + text[start:end] + "»" + text[end : end + 80])
