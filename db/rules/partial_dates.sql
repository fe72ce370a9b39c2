-- Return what is known of a date, as text, from the columns of its day and of its year or month (rule
-- N1). The text comes first: a death that is known to a year is filed under the year's first day.
create or replace function known_date(day date, partial text) returns text
language sql stable parallel safe as $$
    select coalesce(partial, to_char(day, 'YYYY-MM-DD'))
$$;

-- Return the last day that a date can be (rule N1).
create or replace function latest_day(day date, partial text) returns date
language sql immutable parallel safe as $$
    select case
               when partial is null then day
               when length(partial) = 4 then make_date(partial::integer, 12, 31)
               else (make_date(left(partial, 4)::integer, substr(partial, 6)::integer, 1)
                     + interval '1 month - 1 day')::date
           end
$$;
