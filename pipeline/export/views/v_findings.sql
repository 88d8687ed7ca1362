-- vi: Mỗi phát hiện một dòng, kèm báo cáo, cơ quan, địa phương, kỳ, đề mục, và tên gọi của quy tắc, mức độ
-- en: A row for every finding with its report, office, locality, period and section, and what its rule and severity are called
CREATE VIEW v_findings AS
SELECT f.finding_id, f.doc_id, d.source_path, d.province, d.locality, d.level, d.issuer,
    d.period_kind, d.period_year, d.period_start, d.period_end,
    f.severity,
    CASE f.severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END AS severity_rank,
    s.label_vi AS severity_vi, s.label_en AS severity_en,
    f.rule, r.label_vi AS rule_vi, r.label_en AS rule_en,
    x.path AS section_path, x.heading AS section_heading, f.page,
    f.subject, f.stated, f.expected, f.delta,
    f.message_vi, f.message_en, f.suggestion AS suggestion_vi, f.suggestion_en
FROM findings AS f
JOIN documents AS d ON d.doc_id = f.doc_id
LEFT JOIN sections AS x ON x.section_id = f.section_id
LEFT JOIN labels AS s ON s."table" = 'findings' AND s."column" = 'severity' AND s.value = f.severity
LEFT JOIN labels AS r ON r."table" = 'findings' AND r."column" = 'rule' AND r.value = f.rule;
