-- vi: Mỗi báo cáo, phạm vi và kỳ một dòng: tiếp nhận, chuyển qua, đã giải quyết, đang giải quyết, trả lại, hủy, và phần chưa rõ đi đâu; số nào ghi hai giá trị khác nhau thì để trống
-- en: A row for every report, scope and period: received, carried over, resolved, pending, returned, cancelled, and what is unaccounted for; a number stated with two values is left empty
CREATE VIEW v_dossier_balance AS
WITH single AS (
    SELECT doc_id, scope, scope_name, period_start, period_end, metric,
        CASE WHEN count(DISTINCT value) = 1 THEN max(value) END AS value
    FROM dossiers
    WHERE role = 'result' AND field IS NULL AND qualifier IS NULL
        AND metric IN ('received', 'carried_over', 'to_process', 'resolved', 'pending', 'returned', 'cancelled')
    GROUP BY doc_id, scope, scope_name, period_start, period_end, metric
), wide AS (
    SELECT doc_id, scope, scope_name, period_start, period_end,
        max(CASE WHEN metric = 'received' THEN value END) AS received,
        max(CASE WHEN metric = 'carried_over' THEN value END) AS carried_over,
        max(CASE WHEN metric = 'to_process' THEN value END) AS to_process,
        max(CASE WHEN metric = 'resolved' THEN value END) AS resolved,
        max(CASE WHEN metric = 'pending' THEN value END) AS pending,
        max(CASE WHEN metric = 'returned' THEN value END) AS returned,
        max(CASE WHEN metric = 'cancelled' THEN value END) AS cancelled
    FROM single GROUP BY doc_id, scope, scope_name, period_start, period_end
)
SELECT w.doc_id, d.source_path, d.province, d.locality, d.level, d.issuer,
    d.period_kind AS report_period_kind, d.period_year AS report_year,
    w.scope, w.scope_name, w.period_start, w.period_end,
    w.received, w.carried_over, w.to_process, w.resolved, w.pending, w.returned, w.cancelled,
    coalesce(w.to_process, w.received + coalesce(w.carried_over, 0))
        - w.resolved - w.pending - coalesce(w.returned, 0) - coalesce(w.cancelled, 0) AS unaccounted
FROM wide AS w
JOIN documents AS d ON d.doc_id = w.doc_id;
