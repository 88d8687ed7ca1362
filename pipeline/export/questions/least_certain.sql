-- vi: Số liệu nào đọc kém chắc chắn nhất, cần người xem lại trước khi dùng?
-- en: Which figures are read with the least certainty, and want a look before they are used?
SELECT source_path, section_path, page, family, metric_vi, value, unit, raw, confidence
FROM v_figures
WHERE confidence < 0.9 AND role = 'result'
ORDER BY confidence, source_path, figure_id
LIMIT 50;
