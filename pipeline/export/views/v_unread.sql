-- vi: Mỗi tệp không đọc được hoặc chỉ đọc được một phần một dòng, kèm lý do
-- en: A row for every file that was not read, or only in part, with the reason
CREATE VIEW v_unread AS
SELECT d.doc_id, d.source_path, d.format, d.bytes, d.status, s.label_vi AS status_vi, s.label_en AS status_en,
    d.error_code, e.label_vi AS error_vi, e.label_en AS error_en, d.error_message
FROM documents AS d
LEFT JOIN labels AS s ON s."table" = 'documents' AND s."column" = 'status' AND s.value = d.status
LEFT JOIN labels AS e ON e."table" = 'documents' AND e."column" = 'error_code' AND e.value = d.error_code
WHERE d.status <> 'ok';
