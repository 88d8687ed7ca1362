-- vi: Ở đâu hồ sơ tiếp nhận không khớp với đã giải quyết, đang giải quyết, trả lại và hủy?
-- en: Where do dossiers received not add up to resolved, pending, returned and cancelled?
SELECT source_path, locality, scope, received, carried_over, to_process, resolved, pending, unaccounted
FROM v_dossier_balance
WHERE unaccounted <> 0
ORDER BY abs(unaccounted) DESC, source_path, scope;
