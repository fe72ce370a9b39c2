-- Fold a name, as rules/folding.py does and by the same table (rule N4): case, accents and
-- apostrophes go, letters of some scripts become Latin ones. It depends on no locale and no version
-- of Unicode, so that indexes can be made of it.
create or replace function fold_name(name text) returns text
language plpgsql immutable strict parallel safe as $$
declare
    plain text := replace(replace(lower(name collate "C"), '''', ''), '`', '');
    folded text := '';
    letter text;
begin
    if octet_length(plain) = length(plain) then
        return case when plain ~ '[^a-z0-9 -]' collate "C"
                    then translate(plain, {{ascii_that_parts_words}}) else plain end;
    end if;
    foreach letter in array string_to_array(plain, null) loop
        folded := folded || coalesce({{folding}}::jsonb ->> letter, letter);
    end loop;
    {{folding_sequences}}
    return folded;
end
$$;

-- Return a name as it is compared: its folded letters, or itself where it has none.
create or replace function normalized_name(name text) returns text
language sql immutable strict parallel safe as $$
    select coalesce(nullif(translate(fold_name(name), ' -', ''), ''), name)
$$;

-- Return the words of a folded name, by whose beginnings it is found: a double name's whole, too.
create or replace function name_words(folded_name text) returns tsvector
language plpgsql immutable strict parallel safe as $$
begin
    return array_to_tsvector(array_remove(string_to_array(
        replace(folded_name, '-', ' ') || ' ' || replace(folded_name, '-', ''), ' '), ''));
end
$$;

-- Fold anew what was folded otherwise: indexes do not notice that their function changed, and neither
-- do the names by which possible duplicates are found (rule C5). Whoever applies the rules calls it.
-- It is no act of anybody, so the trail has nothing of it.
create or replace procedure fold_anew() language plpgsql as $$
declare
    folding constant text := (
        select md5(string_agg(prosrc, ' ' order by proname)) from pg_proc
         where oid = any ('{fold_name(text),name_words(text),normalized_name(text),
                            blocking_keys(text)}'::regprocedure[]));
begin
    if obj_description('fold_name(text)'::regprocedure, 'pg_proc') = folding then
        return;
    end if;
    reindex index persons_by_name;
    reindex index persons_by_tax_id;
    reindex index persons_by_folded_national_id;
    reindex index person_documents_by_number;
    reindex index person_phones_by_number;
    reindex index individuals_by_name;
    reindex index organisations_by_name;
    reindex index users_by_name;
    reindex index one_organisation_per_parent_and_name;
    alter table vital_events disable trigger user;
    update vital_events event
       set principal_first_name = case when event.principal_first_name = '' then ''
                                       else normalized_name(principal.first_name) end,
           principal_last_name = normalized_name(coalesce(principal.last_name,
                                                          principal.first_name))
      from individuals principal
     where (event.principal_last_name is not null or event.kind = 'MARRIAGE')
       and principal.vital_event_id = event.id and principal.certificate_id is null
       and principal.position = 0 and principal.role in {{principal_roles}};
    update vital_events event
       set subject_first_name = case when subject.first_name is null or subject.last_name is null
                                     then '' else normalized_name(subject.first_name) end,
           subject_last_name = normalized_name(coalesce(subject.last_name, subject.first_name))
      from individuals subject
     where subject.vital_event_id = event.id and subject.certificate_id is null
       and (subject.role = 'CHILD' and subject.position = 0
            or subject.role = 'SPOUSE' and subject.position = 1);
    alter table vital_events enable trigger user;
    delete from name_variants;
    insert into name_variants (name, variant)
    select name, blocking_keys(name)
      from (select principal_first_name from vital_events
             union
            select principal_last_name from vital_events
             union
            select subject_first_name from vital_events
             union
            select subject_last_name from vital_events) known(name)
     where name is not null;
    execute format('comment on function fold_name(text) is %L', folding);
end
$$;
