-- vi: Mỗi địa phương, năm và loại kỳ một dòng: có bao nhiêu báo cáo, bao nhiêu đọc trọn vẹn, từ ngày nào đến ngày nào
-- en: A row for every locality, year and kind of period: how many reports there are, how many were read whole, from which day to which
CREATE VIEW v_coverage AS
SELECT province, locality, level, period_year, period_kind,
    count(*) AS reports,
    count(CASE WHEN status = 'ok' THEN 1 END) AS read_whole,
    min(period_start) AS first_day, max(period_end) AS last_day
FROM documents
WHERE locality IS NOT NULL
GROUP BY province, locality, level, period_year, period_kind;
