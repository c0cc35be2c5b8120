//! The words of comparisons in both languages.

use crate::domain::{Instant, Points, Problem, RequestIdx, TravellerIdx};
use crate::report::Words;
use crate::whatif::{Answer, Kinds, Obstacle, Why};
use crate::zones::Zone;

impl Words {
    /// So many changes.
    pub(super) fn n_changes(self, n: usize) -> String {
        match n {
            0 => self.pick("geen wijzigingen", "no changes").to_owned(),
            1 => self.pick("1 wijziging", "1 change").to_owned(),
            n => self.pick(format!("{n} wijzigingen"), format!("{n} changes")),
        }
    }

    /// That no more visits may change.
    pub(in crate::report) fn may_change(self, max: usize) -> String {
        match max {
            0 => self.pick("geen bezoek mag wijzigen", "no visit may change").to_owned(),
            1 => self.pick("hoogstens 1 bezoek mag wijzigen", "at most 1 visit may change").to_owned(),
            max => self
                .pick(format!("hoogstens {max} bezoeken mogen wijzigen"), format!("at most {max} visits may change")),
        }
    }

    /// So many points, with the word.
    fn n_points(self, points: Points) -> String {
        let amount = self.amount(points);
        let word = if points == Points(1_000) { self.pick("punt", "point") } else { self.pick("punten", "points") };
        format!("{amount} {word}")
    }

    /// How a visit differs, in a word or two.
    pub(super) fn kinds(self, kinds: Kinds) -> &'static str {
        match kinds {
            Kinds { is_added: true, .. } => self.pick("Nieuw", "New"),
            Kinds { is_dropped: true, .. } => self.pick("Vervalt", "Dropped"),
            Kinds { is_moved: true, has_other_delegation: true, .. } => {
                self.pick("Verplaatst, andere delegatie", "Moved, other delegation")
            }
            Kinds { is_moved: true, .. } => self.pick("Verplaatst", "Moved"),
            _ => self.pick("Andere delegatie", "Other delegation"),
        }
    }

    /// A difference of a number, with its sign.
    pub(super) fn signed(self, difference: i64, text: &str) -> String {
        let sign = if difference > 0 { "+" } else { "" };
        format!("{sign}{}", self.number(text))
    }

    /// What is proven of other plans, in a sentence.
    pub(super) fn proof(self, answer: &Answer) -> String {
        let (Some(net), Some(bound)) = (answer.net(), answer.outcome.bound) else {
            return self.no_bound().to_owned();
        };
        let counted = if answer.per_change == Points::ZERO {
            String::new()
        } else {
            let each = self.n_points(answer.per_change);
            self.pick(format!(" als elke wijziging {each} kost"), format!(" when each change costs {each}"))
        };
        let allowed = match answer.max_changes {
            None => String::new(),
            Some(max) => {
                let changes = self.n_changes(max);
                let most = if max == 0 { "" } else { self.pick("hoogstens ", "at most ") };
                self.pick(format!(" met {most}{changes}"), format!(" with {most}{changes}"))
            }
        };
        if net >= bound {
            return self.pick(
                format!("Bewezen: geen plan{allowed} is beter{counted}."),
                format!("Proven: no plan{allowed} is better{counted}."),
            );
        }
        let more = self.amount(bound - net);
        let percent = self.number(&crate::report::terminal::percent(bound - net, bound));
        self.pick(
            format!("Bewezen: geen plan{allowed} levert meer dan {more} punten extra op ({percent} %){counted}."),
            format!("Proven: no plan{allowed} brings more than {more} points more ({percent} %){counted}."),
        )
    }

    /// An office, with its article left out.
    fn office(self, problem: &Problem, traveller: TravellerIdx) -> String {
        problem.traveller(traveller).office.clone()
    }

    fn title(self, problem: &Problem, request: RequestIdx) -> String {
        format!("“{}”", problem.request(request).title)
    }

    /// The day of an instant at a place.
    pub(super) fn day_at(self, problem: &Problem, request: RequestIdx, at: Instant) -> String {
        let local = Zone::of(problem.place(problem.request(request).place).tz).local(at);
        format!("{} {:02}:{:02}", self.day(local.day, true, false), local.minute / 60, local.minute % 60)
    }

    /// Why a visit is not as it was, or why a new one was not there before; a whole sentence.
    ///
    /// * `problem`: the one that the reason speaks of.
    /// * `is_new`: whether the reason says why the visit was not in the first plan.
    pub(super) fn why(self, problem: &Problem, why: &Why, is_new: bool) -> String {
        let joined = |obstacles: &[Obstacle]| {
            let texts: Vec<String> = obstacles.iter().map(|obstacle| self.obstacle(problem, obstacle)).collect();
            texts.join("; ")
        };
        match (why, is_new) {
            (Why::Gone, false) => {
                self.pick("De wens staat niet meer in het scenario.", "The scenario has the wish no more.").to_owned()
            }
            (Why::Gone, true) => {
                self.pick("De wens is nieuw in het scenario.", "The wish is new in the scenario.").to_owned()
            }
            (Why::Cancelled, false) => self.pick("Het bezoek is geannuleerd.", "The visit is cancelled.").to_owned(),
            (Why::Cancelled, true) => self.pick("Het bezoek was geannuleerd.", "The visit was cancelled.").to_owned(),
            (Why::TravellerGone, false) => self
                .pick(
                    "Een lid van de delegatie staat niet meer in het scenario.",
                    "A member of the delegation is in the scenario no more.",
                )
                .to_owned(),
            (Why::TravellerGone, true) => self
                .pick(
                    "Een lid van de delegatie is nieuw in het scenario.",
                    "A member of the delegation is new in the scenario.",
                )
                .to_owned(),
            (Why::Impossible(obstacles), false) => {
                let what = joined(obstacles);
                self.pick(
                    format!("Zoals het was, kan het niet meer: {what}."),
                    format!("As it was, it is possible no more: {what}."),
                )
            }
            (Why::Impossible(obstacles), true) => {
                let what = joined(obstacles);
                self.pick(format!("Eerder kon dit niet: {what}."), format!("This was not possible before: {what}."))
            }
            (Why::Clash(obstacles), false) => {
                let what = joined(obstacles);
                self.pick(
                    format!("Zoals het was, botst het met de rest van het plan: {what}."),
                    format!("As it was, it clashes with the rest of the plan: {what}."),
                )
            }
            (Why::Clash(obstacles), true) => {
                let what = joined(obstacles);
                self.pick(
                    format!("In het eerdere plan paste het niet: {what}."),
                    format!("It did not fit into the earlier plan: {what}."),
                )
            }
            (Why::WorthLess(points), false) => {
                let points = self.n_points(*points);
                self.pick(
                    format!("Zoals het was, kan het nog, maar dat is {points} minder waard."),
                    format!("As it was, it is still possible, but worth {points} less."),
                )
            }
            (Why::WorthLess(points), true) => {
                let points = self.n_points(*points);
                self.pick(
                    format!("Het paste al, maar was toen {points} minder waard dan weglaten."),
                    format!("It fitted before, but leaving it out was worth {points} more."),
                )
            }
            (Why::NotFound(Points::ZERO), false) => self
                .pick(
                    "Zoals het was, kan het nog, en dat is evenveel waard.",
                    "As it was, it is still possible, and worth as much.",
                )
                .to_owned(),
            (Why::NotFound(points), false) => {
                let points = self.n_points(*points);
                self.pick(
                    format!("Zoals het was, kan het nog, en dat is {points} meer waard: zoek langer."),
                    format!("As it was, it is still possible, and worth {points} more: search longer."),
                )
            }
            (Why::NotFound(Points::ZERO), true) => self
                .pick(
                    "Het paste al in het eerdere plan, maar levert daar niets op.",
                    "It fitted into the earlier plan already, but brings nothing there.",
                )
                .to_owned(),
            (Why::NotFound(points), true) => {
                let points = self.n_points(*points);
                self.pick(
                    format!("Het paste al in het eerdere plan en levert daar {points} op."),
                    format!("It fitted into the earlier plan already, and brings {points} there."),
                )
            }
        }
    }

    /// What stands against a visit, as part of a sentence.
    fn obstacle(self, problem: &Problem, obstacle: &Obstacle) -> String {
        match obstacle {
            Obstacle::Busy { traveller, label } => {
                let who = self.office(problem, *traveller);
                match label.as_str() {
                    "" => self.pick(format!("{who} is dan bezet"), format!("{who} is busy then")),
                    label => {
                        self.pick(format!("{who} is dan bezet ({label})"), format!("{who} is busy then ({label})"))
                    }
                }
            }
            Obstacle::Trip { traveller, request: Some(request) } => {
                let (who, what) = (self.office(problem, *traveller), self.title(problem, *request));
                self.pick(
                    format!("{who} is dan onderweg voor {what}, of net terug"),
                    format!("{who} is away for {what} then, or just back"),
                )
            }
            Obstacle::Trip { traveller, request: None } => {
                let who = self.office(problem, *traveller);
                self.pick(format!("{who} is dan op reis"), format!("{who} is on a trip then"))
            }
            Obstacle::Closed => self
                .pick(
                    "er wordt dan niet gewerkt (weekend, feestdag of sluiting)",
                    "nobody works there then (weekend, holiday or closure)",
                )
                .to_owned(),
            Obstacle::Window => {
                self.pick("het valt buiten de periode van de wens", "it lies outside the wish's windows").to_owned()
            }
            Obstacle::Preparation => self
                .pick("de voorbereiding komt niet op tijd klaar", "the preparation would not be done in time")
                .to_owned(),
            Obstacle::Settled => self.pick("het bezoek ligt anders vast", "the visit is settled otherwise").to_owned(),
            Obstacle::NoCandidate(traveller) => {
                let who = self.office(problem, *traveller);
                self.pick(format!("{who} is geen kandidaat"), format!("{who} is no candidate"))
            }
            Obstacle::EmptyRole => {
                self.pick("een verplichte rol zou leeg blijven", "a required role would stay empty").to_owned()
            }
            Obstacle::Horizon => {
                self.pick("de reis valt buiten de planperiode", "the trip leaves the horizon").to_owned()
            }
            Obstacle::Rule(rule) => {
                let label = &problem.rule(*rule).label;
                self.pick(format!("regel “{label}”"), format!("rule “{label}”"))
            }
            Obstacle::TripLimit("max_stops") => {
                self.pick("te veel bezoeken in één reis", "too many visits in one trip").to_owned()
            }
            Obstacle::TripLimit(_) => self.pick("de reis wordt te lang", "the trip gets too long").to_owned(),
            Obstacle::Other(name) => self.pick(format!("het breekt `{name}`"), format!("it breaks `{name}`")),
        }
    }
}
