-- vi: Lỗi nào hay gặp nhất, ở bao nhiêu cơ quan?
-- en: Which rules fail most often, and in how many offices?
SELECT rule, rule_vi, rule_en, severity, sum(findings) AS findings, count(DISTINCT issuer) AS offices
FROM v_findings_by_office
GROUP BY rule, rule_vi, rule_en, severity
ORDER BY sum(findings) DESC, rule;
