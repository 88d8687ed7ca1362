-- vi: Tỷ lệ đúng hạn nào báo cáo ghi khác với tính lại từ số hồ sơ (lệch quá 0,01 điểm phần trăm)?
-- en: Which on-time rates differ from what their counts give (by more than 0.01 percentage points)?
SELECT source_path, locality, scope, resolved, in_time, stated_rate, computed_rate, difference
FROM v_on_time
WHERE abs(difference) > 0.01
ORDER BY abs(difference) DESC, source_path, scope;
