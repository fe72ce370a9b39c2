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

-- Return the words of a folded name, by whose beginnings it is found: a double name's whole, too.
create or replace function name_words(folded_name text) returns tsvector
language plpgsql immutable strict parallel safe as $$
begin
    return array_to_tsvector(array_remove(string_to_array(
        replace(folded_name, '-', ' ') || ' ' || replace(folded_name, '-', ''), ' '), ''));
end
$$;

-- What was folded otherwise is folded anew: indexes do not notice that their function changed.
do $$
declare
    folding constant text := (
        select md5(string_agg(prosrc, ' ' order by proname)) from pg_proc
         where oid in ('fold_name(text)'::regprocedure, 'name_words(text)'::regprocedure));
begin
    if obj_description('fold_name(text)'::regprocedure, 'pg_proc') is distinct from folding then
        reindex index persons_by_name;
        reindex index persons_by_tax_id;
        reindex index persons_by_folded_national_id;
        reindex index person_documents_by_number;
        reindex index person_phones_by_number;
        reindex index individuals_by_name;
        execute format('comment on function fold_name(text) is %L', folding);
    end if;
end
$$;
