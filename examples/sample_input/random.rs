//! A small source of pseudo-random numbers (splitmix64). It is written out here so that the sample files stay the same,
//! byte for byte, whatever becomes of any library.

pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_F491_4F6C_DD1D))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A position in a list of `len` entries.
    fn position(&mut self, len: usize) -> usize {
        (self.next() % len.max(1) as u64) as usize
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.position((high - low).max(0) as usize + 1) as i32
    }

    pub(crate) fn one_in(&mut self, times: usize) -> bool {
        self.position(times) == 0
    }

    /// One entry of a list that is not empty.
    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.position(from.len())]
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.position(last + 1));
        }
    }

    /// Every value as often as its quota says, in random order: the counts are exact, only the order is chance.
    pub(crate) fn deal<T: Copy>(&mut self, quotas: &[(T, usize)]) -> Vec<T> {
        let mut cards: Vec<T> = quotas.iter().flat_map(|&(value, count)| std::iter::repeat_n(value, count)).collect();
        self.shuffle(&mut cards);
        cards
    }

    /// `total` in uneven parts, none of them zero, that add up to it exactly.
    pub(crate) fn split(&mut self, total: i64, parts: usize) -> Vec<i64> {
        let weights: Vec<i64> = (0..parts).map(|_| i64::from(self.between(6, 20)).pow(2)).collect();
        let sum: i64 = weights.iter().sum();
        let free = total - parts as i64;
        let mut passed = 0;
        let mut share = |weight| {
            let before = free * passed / sum;
            passed += weight;
            1 + free * passed / sum - before
        };
        weights.into_iter().map(&mut share).collect()
    }
}
