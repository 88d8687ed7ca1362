-- vi: Nơi nào số người có mặt vượt biên chế giao, hoặc chỗ trống không giải thích hết phần thiếu?
-- en: Where are more people present than posts assigned, or do vacancies not explain the difference?
SELECT source_path, locality, scope, category_vi, sector, year, assigned, present, vacant, over_assigned, unaccounted
FROM v_staffing_balance
WHERE over_assigned > 0 OR unaccounted <> 0
ORDER BY over_assigned DESC, source_path, category;
