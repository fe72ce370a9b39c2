"""What PostgreSQL's catalog says of the guards of the trail, as names and digests (rule Y5)."""

DESCRIPTION = """
select 'trigger ' || relname || '.' || tgname as name,
       md5(concat_ws(' ', pg_get_triggerdef(pg_trigger.oid), tgenabled)) as digest
  from pg_trigger join pg_class on pg_class.oid = tgrelid
 where relnamespace = 'public'::regnamespace and not tgisinternal
union all
select 'function ' || pg_proc.oid::regprocedure,
       md5(concat_ws(' ', prosrc, proowner::regrole, prosecdef, proconfig, proacl))
  from pg_proc
 where pronamespace = 'public'::regnamespace
   and not exists (select from pg_depend
                    where classid = 'pg_proc'::regclass and objid = pg_proc.oid and deptype = 'e')
union all
select case relkind when 'S' then 'sequence ' else 'table ' end || relname,
       md5(concat_ws(' ', relowner::regrole, relacl, relrowsecurity, relpersistence,
                     case when relkind = 'v' then pg_get_viewdef(pg_class.oid) end,
                     (select string_agg(concat_ws(' ', attname, attacl), ' ' order by attnum)
                        from pg_attribute
                       where attrelid = pg_class.oid and attacl is not null)))
  from pg_class
 where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'S')
union all
select 'rule ' || relname || '.' || rulename, md5(pg_get_ruledef(pg_rewrite.oid))
  from pg_rewrite join pg_class on pg_class.oid = ev_class
 where relnamespace = 'public'::regnamespace and rulename <> '_RETURN'
union all
select 'role ' || rolname,
       md5(concat_ws(' ', rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls,
                     (select string_agg(roleid::regrole::text, ' ' order by roleid)
                        from pg_auth_members where member = pg_roles.oid)))
  from pg_roles where rolname = 'selfsame_app'
union all
select 'setting of ' || case when setrole = 0 then 'everybody' else setrole::regrole::text end,
       md5(setting)
  from pg_db_role_setting, unnest(setconfig) setting
 where setting like 'session_replication_role=%'
   and setdatabase in (0, (select oid from pg_database where datname = current_database()))
"""

REMEMBER = f"""
update applied_rules
   set catalog = (select jsonb_object_agg(name, digest) from ({DESCRIPTION}) described)
"""

ODD_PARTITIONS = """
select 'partition ' || (part).relname
  from (select part, whole, inhrelid, inhparent
          from pg_inherits
          join pg_class part on part.oid = inhrelid and part.relkind <> 'i'
          join pg_class whole on whole.oid = inhparent and whole.relkind = 'p'
         where whole.relnamespace = 'public'::regnamespace) of_ours
 cross join lateral (
       select array_agg(concat_ws(' ', tgenabled, replace(
                  pg_get_triggerdef(pg_trigger.oid), format(' ON %I.%I ', nspname, relname), ' '
              )) order by tgname) filter (where tgrelid = inhrelid) as of_part,
              array_agg(concat_ws(' ', tgenabled, replace(
                  pg_get_triggerdef(pg_trigger.oid), format(' ON %I.%I ', nspname, relname), ' '
              )) order by tgname) filter (where tgrelid = inhparent) as of_whole
         from pg_trigger
         join pg_class on pg_class.oid = tgrelid
         join pg_namespace on pg_namespace.oid = relnamespace
        where tgrelid in (inhrelid, inhparent) and not tgisinternal) triggers
 where of_part is distinct from of_whole
    or (part).relowner <> (whole).relowner
    or (part).relpersistence <> (whole).relpersistence
    or (part).relkind <> 'r' or (part).relrowsecurity or (part).relhasrules
    or exists (select from aclexplode((part).relacl) held where held.grantee <> (part).relowner)
"""
"""Partitions that are not guarded as their tables are: those come and go, so none is remembered."""

DIFFERENCES = f"""
select coalesce(described.name, migrated.name) as name
  from ({DESCRIPTION}) described
  full join (select key as name, value as digest
               from applied_rules, jsonb_each_text(catalog)) migrated using (name)
 where described.digest is distinct from migrated.digest
   -- What somebody adds beside ours changes nothing of it.
   and (migrated.name is not null or described.name !~ '^(table|sequence|function) ')
 union all {ODD_PARTITIONS}
 order by 1 limit 100
"""
