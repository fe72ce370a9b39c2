-- Return how many records of a period were declared at each office, and how many of them are registered, the
-- office with the most first; a row without an office has those that were declared for none.
create or replace function registrations_by_office(
    from_day date, to_day date, wanted text, by_day text)
returns table (id text, nth integer, office_id uuid, declared integer, registered integer)
language sql stable as $$
    with office as (
             select organisation_id, count(*)::integer as declared,
                    (count(*) filter (where status in {{registered_statuses}}))::integer as registered
               from records_of_period(from_day, to_day, wanted, by_day)
              group by organisation_id)
    select coalesce(organisation_id::text, ''),
           (row_number() over (order by registered desc, declared desc, organisation_id))::integer,
           organisation_id, declared, registered
      from office
$$;

-- Return how many records of a period happened at each place, and how many of them are registered, the place
-- with the most first. A place is what was written down, in any case, as most wrote it. Behind the first
-- {{most_places}} a row without a place has what all others have together.
create or replace function registrations_by_place(
    from_day date, to_day date, wanted text, by_day text)
returns table (id text, nth integer, place text, declared integer, registered integer)
language sql stable as $$
    -- By the text first: places are few, and to fold and sort that of each record takes 1.6 times as long.
    with spelling as (
             select place, count(*) as declared,
                    count(*) filter (where status in {{registered_statuses}}) as registered
               from records_of_period(from_day, to_day, wanted, by_day)
              group by place),
         place as (
             select lower(place) as folded,
                    (array_agg(place order by declared desc, place))[1] as name,
                    sum(declared)::integer as declared, sum(registered)::integer as registered
               from spelling
              group by lower(place)),
         ranked as (
             select row_number() over (order by registered desc, declared desc, folded) as rank,
                    name, declared, registered
               from place)
    select rank::text, rank::integer, name, declared, registered
      from ranked where rank <= {{most_places}}
     union all
    select '', {{most_places}} + 1, null, sum(declared)::integer, sum(registered)::integer
      from ranked where rank > {{most_places}} having count(*) > 0
$$;
