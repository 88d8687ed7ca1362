-- vi: Mỗi báo cáo, phạm vi, đối tượng, ngành và năm một dòng: được giao, hiện có, còn trống, dôi dư; lấy số mới nhất trong năm, hai số khác nhau cùng ngày thì để trống
-- en: A row for every report, scope, category, sector and year: posts assigned, people present, vacant, surplus; the latest number of the year counts, two different ones of one day are left empty
CREATE VIEW v_staffing_balance AS
WITH dated AS (
    SELECT doc_id, scope, scope_name, category, sector, measure, value, period_end,
        CAST(substr(CAST(period_end AS VARCHAR), 1, 4) AS INTEGER) AS year
    FROM staffing
    WHERE role = 'result' AND qualifier IS NULL AND measure IN ('assigned', 'present', 'vacant', 'surplus')
), latest AS (
    SELECT dated.*, rank() OVER (
        PARTITION BY doc_id, scope, scope_name, category, sector, measure, year ORDER BY period_end DESC
    ) AS place
    FROM dated
), single AS (
    SELECT doc_id, scope, scope_name, category, sector, measure, year,
        CASE WHEN count(DISTINCT value) = 1 THEN max(value) END AS value
    FROM latest WHERE place = 1
    GROUP BY doc_id, scope, scope_name, category, sector, measure, year
), wide AS (
    SELECT doc_id, scope, scope_name, category, sector, year,
        max(CASE WHEN measure = 'assigned' THEN value END) AS assigned,
        max(CASE WHEN measure = 'present' THEN value END) AS present,
        max(CASE WHEN measure = 'vacant' THEN value END) AS vacant,
        max(CASE WHEN measure = 'surplus' THEN value END) AS surplus
    FROM single GROUP BY doc_id, scope, scope_name, category, sector, year
)
SELECT w.doc_id, d.source_path, d.province, d.locality, d.level, d.issuer,
    d.period_kind AS report_period_kind, d.period_year AS report_year,
    w.scope, w.scope_name, w.category, l.label_vi AS category_vi, l.label_en AS category_en, w.sector, w.year,
    w.assigned, w.present, w.vacant, w.surplus,
    w.present - w.assigned AS over_assigned,
    w.assigned - w.present - w.vacant AS unaccounted
FROM wide AS w
JOIN documents AS d ON d.doc_id = w.doc_id
LEFT JOIN labels AS l ON l."table" = 'staffing' AND l."column" = 'category' AND l.value = w.category;
