-- Return the text search query for words that begin names: every word, in any order and case. Words
-- are split as the index splits names. An empty query matches nobody.
create or replace function person_name_query(words text) returns tsquery
language sql immutable parallel safe as $$
    select coalesce(string_agg(quote_literal(lexeme) || ':*', ' & ')::tsquery, ''::tsquery)
      from unnest(to_tsvector('simple'::regconfig, words))
$$;
