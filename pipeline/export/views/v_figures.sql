-- vi: Mọi số liệu trong một bảng dài: hồ sơ, thủ tục, tỷ lệ, điểm, nhân sự, kèm cơ quan, địa phương và tên gọi của chỉ tiêu
-- en: Every figure in one long table: dossiers, procedures, rates, scores and staffing, with office, locality and what the metric is called
CREATE VIEW v_figures AS
WITH every_figure AS (
    SELECT 'dossiers' AS family, figure_id, doc_id, section_id, 'metric' AS coded, metric, CAST(NULL AS VARCHAR) AS category,
        CAST(value AS DOUBLE) AS value, 'hồ sơ' AS unit, field, role, qualifier, scope, scope_name,
        period_start, period_end, raw, page, confidence FROM dossiers
    UNION ALL
    SELECT 'procedures', figure_id, doc_id, section_id, 'metric', metric, NULL,
        CAST(value AS DOUBLE), 'thủ tục', field, role, qualifier, scope, scope_name,
        period_start, period_end, raw, page, confidence FROM procedures
    UNION ALL
    SELECT 'rates', figure_id, doc_id, section_id, 'metric', metric, NULL,
        value, '%', field, role, qualifier, scope, scope_name,
        period_start, period_end, raw, page, confidence FROM rates
    UNION ALL
    SELECT 'staffing', figure_id, doc_id, section_id, 'measure', measure, category,
        CAST(value AS DOUBLE), unit, sector, role, qualifier, scope, scope_name,
        period_start, period_end, raw, page, confidence FROM staffing
    UNION ALL
    SELECT 'scores', figure_id, doc_id, section_id, 'score', 'score', NULL,
        score, 'điểm', label, role, qualifier, scope, scope_name,
        period_start, period_end, raw, page, confidence FROM scores
)
SELECT f.figure_id, f.doc_id, d.source_path, d.province, d.locality, d.level, d.issuer,
    d.period_kind AS report_period_kind, d.period_year AS report_year,
    f.family, f.metric, l.label_vi AS metric_vi, l.label_en AS metric_en, f.category, f.field,
    f.value, f.unit, f.role, f.qualifier, f.scope, f.scope_name, f.period_start, f.period_end,
    f.raw, x.path AS section_path, f.page, f.confidence
FROM every_figure AS f
JOIN documents AS d ON d.doc_id = f.doc_id
LEFT JOIN sections AS x ON x.section_id = f.section_id
LEFT JOIN labels AS l ON l."table" = f.family AND l."column" = f.coded
    AND (l.value = f.metric OR (f.family = 'scores' AND l.value IS NULL));
