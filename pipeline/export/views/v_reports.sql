-- vi: Mỗi tài liệu một dòng: đọc được không, thuộc kỳ nào, bao nhiêu đề mục, viện dẫn, số liệu, phát hiện theo mức độ
-- en: A row for every document: whether it was read, its period, and how many sections, citations, figures and findings it has
CREATE VIEW v_reports AS
WITH figures AS (
    SELECT doc_id, count(*) AS n FROM (
        SELECT doc_id FROM dossiers
        UNION ALL SELECT doc_id FROM procedures
        UNION ALL SELECT doc_id FROM rates
        UNION ALL SELECT doc_id FROM scores
        UNION ALL SELECT doc_id FROM staffing
    ) AS every_figure GROUP BY doc_id
), cited AS (
    SELECT doc_id, count(*) AS n FROM citations GROUP BY doc_id
), headed AS (
    SELECT doc_id, count(*) AS n FROM sections GROUP BY doc_id
), found AS (
    SELECT doc_id,
        sum(CASE WHEN severity = 'error' THEN 1 ELSE 0 END) AS errors,
        sum(CASE WHEN severity = 'warning' THEN 1 ELSE 0 END) AS warnings,
        sum(CASE WHEN severity = 'info' THEN 1 ELSE 0 END) AS notes
    FROM findings GROUP BY doc_id
)
SELECT d.doc_id, d.source_path, d.province, d.locality, d.level, d.issuer, d.number, d.symbol, d.issued_date,
    d.period_kind, d.period_year, d.period_start, d.period_end, d.status, d.error_code, d.pages,
    CAST(coalesce(headed.n, 0) AS BIGINT) AS sections,
    CAST(coalesce(cited.n, 0) AS BIGINT) AS citations,
    CAST(coalesce(figures.n, 0) AS BIGINT) AS figures,
    CAST(coalesce(found.errors, 0) AS BIGINT) AS errors,
    CAST(coalesce(found.warnings, 0) AS BIGINT) AS warnings,
    CAST(coalesce(found.notes, 0) AS BIGINT) AS notes,
    d.unexplained_share
FROM documents AS d
LEFT JOIN headed ON headed.doc_id = d.doc_id
LEFT JOIN cited ON cited.doc_id = d.doc_id
LEFT JOIN figures ON figures.doc_id = d.doc_id
LEFT JOIN found ON found.doc_id = d.doc_id;
