-- vi: Mỗi văn bản được viện dẫn (loại, số ký hiệu, cơ quan) một dòng: bao nhiêu báo cáo nhắc, với những ngày nào; hai năm khác nhau có thể là hai văn bản
-- en: A row for every document cited (type, code, issuer): how many reports mention it, and with which dates; two years may be two documents
CREATE VIEW v_cited_documents AS
SELECT doc_type, code, issuer, issuer_level,
    count(*) AS mentions, count(DISTINCT doc_id) AS reports,
    count(DISTINCT issued_date) AS dates, min(issued_date) AS first_date, max(issued_date) AS last_date,
    min(subject) AS a_subject
FROM citations
WHERE kind = 'full' AND code IS NOT NULL
GROUP BY doc_type, code, issuer, issuer_level;
