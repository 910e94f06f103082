//! The instructions of the machine that it runs on, chosen when it runs.
//!
//! What works on many rows is plain Rust that the compiler turns into instructions on wide registers. It
//! is compiled for each set of instructions below, and [`Path::best`] is the best that the machine has.
//! Only one thing has to be said by hand, because compilers do not find it: 64 answers of a byte each as
//! 64 bits ([`Lanes::bits`]).

/// A set of instructions.
pub(super) trait Lanes: Copy {
    /// A bit for each byte, the first the lowest. Every byte is 0 or 255.
    fn bits(self, bytes: &[u8; 64]) -> u64;

    /// Does something that is compiled for these instructions. The closure and all that it calls must be
    /// `#[inline(always)]`, or it stays as compiled for any machine.
    fn run<T>(self, work: impl FnOnce() -> T) -> T;
}

/// Work that is done with a set of instructions.
pub(super) trait Work {
    fn with<L: Lanes>(self, lanes: L);
}

/// What every machine of its kind has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plain;

impl Lanes for Plain {
    #[inline(always)]
    fn bits(self, bytes: &[u8; 64]) -> u64 {
        let mut packed = [0_u8; 8];
        for (packed, eight) in packed.iter_mut().zip(bytes.as_chunks::<8>().0) {
            // Each byte keeps one bit; the product brings the eight together in its highest byte.
            let single = u64::from_le_bytes(*eight) & 0x0101_0101_0101_0101;
            *packed = (single.wrapping_mul(0x0102_0408_1020_4080) >> 56) as u8;
        }
        u64::from_le_bytes(packed)
    }

    #[inline(always)]
    fn run<T>(self, work: impl FnOnce() -> T) -> T {
        work()
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::Lanes;
    use pulp::{
        NullaryFnOnce, cast,
        x86::{V3, V4},
    };

    /// A closure, in the form that `vectorize` takes.
    struct Call<F>(F);

    impl<T, F: FnOnce() -> T> NullaryFnOnce for Call<F> {
        type Output = T;

        #[inline(always)]
        fn call(self) -> T {
            (self.0)()
        }
    }

    /// AVX2.
    impl Lanes for V3 {
        #[inline(always)]
        fn bits(self, bytes: &[u8; 64]) -> u64 {
            let [low, high]: [[u8; 32]; 2] = cast(*bytes);
            let bits = |half: [u8; 32]| u64::from(self.avx2._mm256_movemask_epi8(cast(half)).cast_unsigned());
            bits(low) | bits(high) << 32
        }

        #[inline(always)]
        fn run<T>(self, work: impl FnOnce() -> T) -> T {
            self.vectorize(Call(work))
        }
    }

    /// AVX-512.
    impl Lanes for V4 {
        #[inline(always)]
        fn bits(self, bytes: &[u8; 64]) -> u64 {
            self.avx512bw._mm512_movepi8_mask(cast(*bytes))
        }

        #[inline(always)]
        fn run<T>(self, work: impl FnOnce() -> T) -> T {
            self.vectorize(Call(work))
        }
    }
}

/// A path through the work.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub(super) enum Path {
    /// As compiled for any machine of the kind.
    Plain,
    /// AVX2.
    #[cfg(target_arch = "x86_64")]
    V3(pulp::x86::V3),
    /// AVX-512.
    #[cfg(target_arch = "x86_64")]
    V4(pulp::x86::V4),
}

impl Path {
    /// Every path that this machine can take, the best last.
    pub(super) fn available() -> Vec<Path> {
        let plain = Some(Path::Plain);
        #[cfg(target_arch = "x86_64")]
        let others = [pulp::x86::V3::try_new().map(Path::V3), pulp::x86::V4::try_new().map(Path::V4)];
        #[cfg(not(target_arch = "x86_64"))]
        let others = [None, None];
        [plain].into_iter().chain(others).flatten().collect()
    }

    /// The best path that this machine can take.
    pub(super) fn best() -> Path {
        Self::available().pop().unwrap_or(Path::Plain)
    }

    /// Does the work along this path.
    pub(super) fn take(self, work: impl Work) {
        match self {
            Path::Plain => work.with(Plain),
            #[cfg(target_arch = "x86_64")]
            Path::V3(lanes) => work.with(lanes),
            #[cfg(target_arch = "x86_64")]
            Path::V4(lanes) => work.with(lanes),
        }
    }
}
