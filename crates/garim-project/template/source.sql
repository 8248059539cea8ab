CREATE TABLE visit (v_time TEXT NOT NULL, v_uid INTEGER, v_email TEXT, v_page TEXT);
INSERT INTO visit (v_time, v_uid, v_email, v_page) VALUES
  ('1603551600', 1, 'minji@example.com', '/'),
  ('1603555200', 2, 'junho@example.com', '/'),
  ('1603558800', 1, 'minji@example.com', '/cart'),
  ('1603638000', 3, 'seoyeon@example.com', '/'),
  ('1603641600', 1, 'minji@example.com', '/'),
  ('1603724400', 2, 'junho@example.com', '/'),
  ('1603728000', NULL, NULL, '/');
