-- vi: Văn bản nào được nhiều báo cáo viện dẫn nhất?
-- en: Which documents are cited by the most reports?
SELECT doc_type, code, issuer, reports, mentions, last_date, a_subject
FROM v_cited_documents
ORDER BY reports DESC, mentions DESC, code, issuer
LIMIT 20;
