\set turn :turn + 1
\set number :turn * :clients + :client_id
select declared.id, declared.status
  from bench_declarations declaration, bench_declare(:machine, declaration) declared
 where declaration.number = :number;
