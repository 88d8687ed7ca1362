-- vi: Mỗi cơ quan và quy tắc một dòng: bao nhiêu phát hiện, trong bao nhiêu báo cáo
-- en: A row for every office and rule: how many findings, in how many reports
CREATE VIEW v_findings_by_office AS
SELECT province, locality, level, issuer, rule, rule_vi, rule_en, severity,
    count(*) AS findings, count(DISTINCT doc_id) AS reports,
    min(period_start) AS first_period_start, max(period_end) AS last_period_end
FROM v_findings
GROUP BY province, locality, level, issuer, rule, rule_vi, rule_en, severity;
