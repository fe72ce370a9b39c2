-- What organisations see of themselves in figures: of each month its last day, and today (rule T4).

-- Return the days of a period for which there are figures: the last of each month that is over, and today. Without
-- bounds it is the last twelve months and this one.
create or replace function days_of_figures(first date, last date) returns date[] language sql stable as $$
    with bounds as (
        select coalesce(first, (date_trunc('month', ends) - {{months_of_figures}} * interval '1 month')::date) as starts,
               ends
          from least(coalesce(last, current_date), current_date) ends),
    months as (
        select least((month + interval '1 month - 1 day')::date, current_date) as day, starts, ends
          from bounds, generate_series(date_trunc('month', starts::timestamp), ends::timestamp, '1 month') month)
    select coalesce(array_agg(day order by day), '{}') from months where day between starts and ends
$$;

-- Return since when somebody is known to have been a member; a source may leave it open.
create or replace function known_since(its memberships) returns date language sql immutable as $$
    select coalesce(its.started_on, (its.inserted_at at time zone 'UTC')::date)
$$;

-- Return whether somebody was a member of an organisation on a day by another of their memberships.
create or replace function is_member_otherwise(its memberships, on_day date) returns boolean
language sql stable as $$
    select exists (
        select from memberships other
         where other.person_id = its.person_id and other.organisation_id = its.organisation_id
           and other.id <> its.id and known_since(other) <= on_day
           and (other.ended_on is null or other.ended_on > on_day))
$$;

-- Return what is counted of members: who were there on these days, by what is on record of them today, and of JOINED
-- and LEFT who came and went in the month of each, up to it. Who changes only their title does neither. Whose
-- membership ends on a day is a member no more on it. Of these persons alone, where they are given.
create or replace function counted_members(organisation uuid, kind text, days date[], persons_meant uuid[] default null)
returns table (on_day date, label text, count integer) language plpgsql stable as $$
begin
    if kind in {{figures_of_moves}} then
        return query
        with moves as (
            select its.person_id,
                   case kind when 'JOINED' then its.started_on else its.ended_on end as moved_on,
                   case kind when 'JOINED' then its.started_on - 1 else its.ended_on end as other_day, its
              from memberships its
             where organisation_id = organisation
               and (persons_meant is null or person_id = any (persons_meant)))
        select day, kind, count(distinct person.id)::integer
          from unnest(days) day
          join moves on moved_on between date_trunc('month', day)::date and day
          join persons person on person.id = moves.person_id and person.status <> 'ANONYMISED'
         where not is_member_otherwise(moves.its, other_day)
         group by day;
        return;
    end if;
    return query
    select day,
           case kind when 'MEMBERS_BY_GENDER' then person.gender
                else coalesce(extract(year from person.birth_date)::text, left(person.partial_birth_date, 4), 'UNKNOWN')
           end as named,
           count(distinct person.id)::integer
      from unnest(days) day
      join memberships its on organisation_id = organisation
       and known_since(its) <= day and (ended_on is null or ended_on > day)
      join persons person on person.id = its.person_id and person.status <> 'ANONYMISED'
     where persons_meant is null or person.id = any (persons_meant)
     group by day, named;
end
$$;

-- Keep what the figures of their organisations have counted of persons who are anonymised: figures of months that are
-- over stay as they were, and say nothing of who it was. Memberships have ended by then. Those of whoever is
-- anonymised already are kept.
create or replace function keep_figures_of(persons_gone uuid[]) returns void language sql as $$
    insert into kept_figures as kept (organisation_id, kind, label, month, count)
    select place.organisation_id, its.kind, counted.label, date_trunc('month', counted.on_day)::date,
           counted.count
      from (select organisation_id,
                   greatest(min(known_since(mine)),
                            (current_date - {{longest_years_of_figures}} * interval '1 year')::date) as since
              from memberships mine where person_id = any (persons_gone) group by organisation_id) place
      cross join unnest({{figures_of_members}}) its (kind)
      cross join lateral counted_members(
           place.organisation_id, its.kind, days_of_figures(place.since, current_date), persons_gone) counted
        on conflict (organisation_id, kind, label, month) do update set count = kept.count + excluded.count
$$;

-- Return how many records were declared at an organisation in the months of these days, by kind, of those that stand,
-- and how many took part in what its sources have of it (rule S10).
create or replace function counted_involvements(organisation uuid, days date[])
returns table (on_day date, label text, count integer) language sql stable as $$
    select day, record.kind, count(*)::integer
      from unnest(days) day
      join vital_events record
        on record.organisation_id = organisation
       and record.inserted_at >= date_trunc('month', day)::timestamp at time zone 'UTC'
       and record.inserted_at < (day + 1)::timestamp at time zone 'UTC'
     where record.status in {{live_statuses}}
     group by day, record.kind
     union all
    select day, its.kind, count(*)::integer
      from unnest(days) day
      join involvements its
        on its.organisation_id = organisation and its.happened_on between date_trunc('month', day)::date and day
     group by day, its.kind
$$;

-- Return figures of an organisation as the schema has them. What is fewer than `fewest` is null, and so are the next
-- larger ones of that day until those hidden come to `fewest` together, and are two: otherwise a known sum would give
-- away what is hidden (rule T4).
create or replace function figures_of(organisation uuid, kind text, first date, last date, fewest integer)
returns jsonb language sql stable as $$
    with found as (
        select * from counted_members(organisation, kind, days_of_figures(first, last)) where kind <> 'INVOLVEMENTS'
         union all
        select day, kept.label, kept.count
          from kept_figures kept
          join unnest(days_of_figures(first, last)) day on date_trunc('month', day)::date = kept.month
         where kept.organisation_id = figures_of.organisation and kept.kind = figures_of.kind
         union all
        select * from counted_involvements(organisation, days_of_figures(first, last)) where kind = 'INVOLVEMENTS'),
    counted as (
        select on_day, label, sum(count)::integer as count from found group by on_day, label),
    ordered as (
        select on_day, label, count,
               min(count) over same_day < fewest as is_any_small,
               row_number() over smaller - 1 as smaller_ones,
               sum(count) over smaller - count as in_smaller_ones
          from counted
        window same_day as (partition by on_day),
               smaller as (partition by on_day order by count, label rows unbounded preceding))
    select coalesce(jsonb_agg(jsonb_build_object(
               'kind', kind, 'on', on_day, 'label', label,
               'count', case when count >= fewest
                              and not (is_any_small and (smaller_ones < 2 or in_smaller_ones < fewest)) then count end)
               order by on_day, label), '[]')
      from ordered
$$;
