-- vi: Kho có những kỳ báo cáo nào của từng địa phương, và thiếu năm nào?
-- en: Which reports of every locality does the archive hold, and which years are missing?
SELECT province, locality, level, min(period_year) AS first_year, max(period_year) AS last_year,
    count(DISTINCT period_year) AS years,
    max(period_year) - min(period_year) + 1 - count(DISTINCT period_year) AS missing_years, sum(reports) AS reports
FROM v_coverage
GROUP BY province, locality, level
ORDER BY province, locality, level;
