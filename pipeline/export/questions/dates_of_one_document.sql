-- vi: Văn bản nào được viện dẫn với nhiều ngày khác nhau trong cùng một năm?
-- en: Which documents are cited with several dates of one year?
SELECT doc_type, code, issuer, dates, first_date, last_date, reports, mentions
FROM v_cited_documents
WHERE dates > 1 AND substr(CAST(first_date AS VARCHAR), 1, 4) = substr(CAST(last_date AS VARCHAR), 1, 4)
ORDER BY reports DESC, mentions DESC, code;
