-- 县级服务器的 PostgreSQL 库，示例 · example:  sudo -u postgres psql -f postgresql.sql
-- The role has the name of the service's user, so the local socket lets it in without a password (peer).
create role xiangyitong login;
create database xiangyitong owner xiangyitong encoding 'UTF8' locale 'C.UTF-8' template template0;
-- Nothing that was answered as safe may be lost with the power.
alter database xiangyitong set synchronous_commit = on;
-- When the server runs on another machine, give the role a password and allow that one address, with TLS, in pg_hba.conf:
--   alter role xiangyitong password '…';
--   hostssl  xiangyitong  xiangyitong  10.0.0.5/32  scram-sha-256
