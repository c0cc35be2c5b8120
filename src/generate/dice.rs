//! Random choices from a seed, the same on every machine.

/// A source of random choices.
pub struct Dice {
    seed: u64,
    rng: fastrand::Rng,
}

impl Dice {
    /// Choices that follow from a seed.
    pub fn new(seed: u64) -> Self {
        Dice { seed, rng: fastrand::Rng::with_seed(seed) }
    }

    /// Choices of their own for one purpose, so that more choices for one purpose change no other.
    pub fn fork(&self, purpose: &str) -> Dice {
        // FNV-1a, begun with the seed.
        let start = 0xcbf2_9ce4_8422_2325 ^ self.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        Dice::new(purpose.bytes().fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)))
    }

    /// A whole number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        self.rng.i64(low..=high.max(low))
    }

    /// As [`between`](Dice::between), for days.
    pub fn days(&mut self, low: i32, high: i32) -> i32 {
        self.rng.i32(low..=high.max(low))
    }

    /// Whether something with a chance of so many percent happens.
    pub fn percent(&mut self, chance: i64) -> bool {
        self.between(0, 99) < chance
    }

    /// A position below `n`, which is above zero.
    pub fn below(&mut self, n: usize) -> usize {
        self.rng.usize(0..n.max(1))
    }

    /// One of some things.
    pub fn one<T: Copy>(&mut self, things: &[T]) -> T {
        things[self.below(things.len())]
    }

    /// One of some things by their weights.
    pub fn weighted<T: Copy>(&mut self, things: &[(i64, T)]) -> T {
        let total: i64 = things.iter().map(|(weight, _)| weight).sum();
        let mut left = self.between(1, total);
        for &(weight, thing) in things {
            left -= weight;
            if left <= 0 {
                return thing;
            }
        }
        things[0].1
    }

    /// Puts things in another order.
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        self.rng.shuffle(things);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_purpose_has_its_own_choices_whatever_others_took() {
        let mut dice = Dice::new(7);
        let first: Vec<i64> = (0..9).map(|_| dice.fork("a").between(0, 1_000_000)).collect();
        dice.between(0, 9);
        assert_eq!(first[0], dice.fork("a").between(0, 1_000_000));
        assert_ne!(first[0], dice.fork("b").between(0, 1_000_000));
        assert_ne!(first[0], Dice::new(8).fork("a").between(0, 1_000_000));
    }
}
