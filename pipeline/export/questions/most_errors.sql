-- vi: Báo cáo nào có nhiều lỗi nhất?
-- en: Which reports have the most errors?
SELECT source_path, issuer, period_start, period_end, errors, warnings, notes
FROM v_reports
WHERE errors > 0
ORDER BY errors DESC, warnings DESC, source_path
LIMIT 20;
