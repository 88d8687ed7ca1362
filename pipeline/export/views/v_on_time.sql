-- vi: Mỗi báo cáo, phạm vi và kỳ một dòng: hồ sơ đã giải quyết, đúng hạn, trễ hạn, tỷ lệ báo cáo ghi và tỷ lệ tính lại; số nào ghi hai giá trị khác nhau thì để trống
-- en: A row for every report, scope and period: dossiers resolved, on time and late, the rate stated and the rate recomputed; a number stated with two values is left empty
CREATE VIEW v_on_time AS
WITH stated AS (
    SELECT doc_id, scope, scope_name, period_start, period_end, metric, CAST(value AS DOUBLE) AS value
    FROM dossiers
    WHERE role = 'result' AND field IS NULL AND qualifier IS NULL
        AND metric IN ('resolved', 'resolved_on_time', 'resolved_early', 'resolved_late')
    UNION ALL
    SELECT doc_id, scope, scope_name, period_start, period_end, metric, value
    FROM rates
    WHERE role = 'result' AND field IS NULL AND qualifier IS NULL AND metric = 'on_time_rate'
), single AS (
    SELECT doc_id, scope, scope_name, period_start, period_end, metric,
        CASE WHEN count(DISTINCT value) = 1 THEN max(value) END AS value
    FROM stated GROUP BY doc_id, scope, scope_name, period_start, period_end, metric
), wide AS (
    SELECT doc_id, scope, scope_name, period_start, period_end,
        CAST(max(CASE WHEN metric = 'resolved' THEN value END) AS BIGINT) AS resolved,
        CAST(max(CASE WHEN metric = 'resolved_on_time' THEN value END) AS BIGINT) AS resolved_on_time,
        CAST(max(CASE WHEN metric = 'resolved_early' THEN value END) AS BIGINT) AS resolved_early,
        CAST(max(CASE WHEN metric = 'resolved_late' THEN value END) AS BIGINT) AS resolved_late,
        max(CASE WHEN metric = 'on_time_rate' THEN value END) AS stated_rate
    FROM single GROUP BY doc_id, scope, scope_name, period_start, period_end
), counted AS (
    -- Who was early may stand inside the on time or beside them: only the late tell for sure who was in time.
    SELECT wide.*,
        CASE
            WHEN resolved IS NOT NULL AND resolved_late IS NOT NULL THEN resolved - resolved_late
            WHEN resolved_early IS NULL THEN resolved_on_time
            WHEN resolved_on_time + resolved_early = resolved THEN resolved
        END AS in_time
    FROM wide
)
SELECT c.doc_id, d.source_path, d.province, d.locality, d.level, d.issuer,
    d.period_kind AS report_period_kind, d.period_year AS report_year,
    c.scope, c.scope_name, c.period_start, c.period_end,
    c.resolved, c.resolved_on_time, c.resolved_early, c.resolved_late, c.in_time, c.stated_rate,
    CASE WHEN c.resolved > 0 THEN round(100.0 * c.in_time / c.resolved, 4) END AS computed_rate,
    CASE WHEN c.resolved > 0 THEN round(c.stated_rate - 100.0 * c.in_time / c.resolved, 4) END AS difference
FROM counted AS c
JOIN documents AS d ON d.doc_id = c.doc_id;
