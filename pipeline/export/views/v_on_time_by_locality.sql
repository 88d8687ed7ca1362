-- vi: Mỗi báo cáo và kỳ một dòng cho cả địa phương: lấy số toàn địa phương nếu báo cáo ghi, nếu không thì cộng các cấp (basis cho biết cách nào)
-- en: A row for every report and period for the whole locality: its own total where the report states one, else the sum of its levels (basis says which)
CREATE VIEW v_on_time_by_locality AS
WITH parts AS (
    SELECT doc_id, period_start, period_end, 'all' AS basis, 1 AS levels,
        resolved, in_time, resolved_late, stated_rate
    FROM v_on_time WHERE scope = 'all'
    UNION ALL
    SELECT doc_id, period_start, period_end, 'levels', count(*),
        CASE WHEN count(resolved) = count(*) THEN sum(resolved) END,
        CASE WHEN count(in_time) = count(*) THEN sum(in_time) END,
        CASE WHEN count(resolved_late) = count(*) THEN sum(resolved_late) END,
        NULL
    FROM v_on_time WHERE scope IN ('province', 'district', 'commune')
    GROUP BY doc_id, period_start, period_end
), ranked AS (
    SELECT parts.*, row_number() OVER (
        PARTITION BY doc_id, period_start, period_end
        ORDER BY CASE WHEN resolved IS NOT NULL AND in_time IS NOT NULL THEN 0 ELSE 1 END, basis
    ) AS place,
    max(stated_rate) OVER (PARTITION BY doc_id, period_start, period_end) AS whole_rate
    FROM parts
)
SELECT d.province, d.locality, d.level, r.doc_id, d.source_path, d.issuer,
    d.period_kind AS report_period_kind, d.period_year AS report_year,
    r.period_start, r.period_end, r.basis, CAST(r.levels AS BIGINT) AS levels,
    CAST(r.resolved AS BIGINT) AS resolved, CAST(r.in_time AS BIGINT) AS in_time,
    CAST(r.resolved_late AS BIGINT) AS resolved_late, r.whole_rate AS stated_rate,
    CASE WHEN r.resolved > 0 THEN round(100.0 * r.in_time / r.resolved, 4) END AS computed_rate
FROM ranked AS r
JOIN documents AS d ON d.doc_id = r.doc_id
WHERE r.place = 1;
