-- A run looked at with DuckDB: first `rasoat export out --duckdb out.duckdb`, then in the DuckDB shell, in DBeaver or in
-- Python, one statement after the other:   duckdb -readonly out.duckdb < examples/look_with_duckdb.sql

-- What is there, and what it means.
SELECT table_name, comment FROM duckdb_tables() WHERE NOT internal ORDER BY table_name;
SELECT view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY view_name;

-- On-time rates, the lowest first.
SELECT province, locality, period_start, period_end, resolved, resolved_late, stated_rate, computed_rate
FROM v_on_time_by_locality
WHERE computed_rate IS NOT NULL
ORDER BY computed_rate;

-- A matrix of localities and rules.
PIVOT (SELECT locality, rule FROM v_findings) ON rule USING count(*) GROUP BY locality ORDER BY locality;

-- Every figure of one kind across the archive, largest first.
SELECT locality, period_end, metric_vi, value, unit, raw
FROM v_figures
WHERE family = 'dossiers' AND metric = 'received' AND role = 'result'
ORDER BY value DESC
LIMIT 10;

-- The words around a finding: offsets count characters from 0, substr from 1.
SELECT f.rule, substr(t.text, greatest(1, f."start" - 60), 60) AS before, substr(t.text, f."start" + 1, f."end" - f."start") AS marked
FROM findings AS f
JOIN texts AS t ON t.doc_id = f.doc_id
WHERE f."start" IS NOT NULL
ORDER BY f.finding_id
LIMIT 5;

-- Without an export: the Parquet files as they are. Set the folder first:   SET VARIABLE run = 'out';
SELECT metric, count(*) AS figures, sum(value) AS dossiers
FROM read_parquet(getvariable('run') || '/dossiers/*.parquet')
WHERE role = 'result'
GROUP BY metric
ORDER BY figures DESC;
