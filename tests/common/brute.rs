//! Every plan of a tiny problem.
