-- vi: Địa phương nào có nhiều hồ sơ trễ hạn nhất, và tỷ lệ đúng hạn của họ?
-- en: Which localities have the most late dossiers, and what is their on-time rate?
SELECT province, locality, report_year, report_period_kind, resolved, resolved_late, computed_rate, basis
FROM v_on_time_by_locality
WHERE resolved_late > 0
ORDER BY resolved_late DESC, province, locality, period_end;
