-- What a search for words that begin names asks: every word, in any order and case. Words are
-- parted as the index parts names. Nothing to look for finds nobody.
create or replace function person_name_query(words text) returns tsquery
language sql immutable parallel safe as $$
    select coalesce(string_agg(quote_literal(lexeme) || ':*', ' & ')::tsquery, ''::tsquery)
      from unnest(to_tsvector('simple'::regconfig, words))
$$;
