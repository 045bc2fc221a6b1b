#include "plan_peers.hpp"

#include <Highs.h>
#include <coin/ClpSimplex.hpp>

#include "bench.hpp"

namespace colophon::bench {

PeerAnswer clp_dual_simplex(const LinearProgramme& lp) {
  const double before = cpu_seconds();
  ClpSimplex clp;
  clp.setLogLevel(0);
  std::vector<double> low(lp.value.size(), 0), high(lp.value.size(), 1);
  const CoinPackedMatrix matrix(true, lp.rows(), lp.columns(), static_cast<CoinBigIndex>(lp.row.size()), lp.coefficient.data(), lp.row.data(), lp.start.data(), nullptr);
  clp.loadProblem(matrix, low.data(), high.data(), lp.value.data(), lp.row_low.data(), lp.row_high.data());
  clp.setOptimizationDirection(-1);
  clp.dual();
  return {clp.objectiveValue(), cpu_seconds() - before, clp.status() == 0};
}

PeerAnswer highs(const LinearProgramme& lp, const char* solver) {
  const double before = cpu_seconds();
  HighsModel model;
  HighsLp& to = model.lp_;
  to.num_col_ = lp.columns();
  to.num_row_ = lp.rows();
  to.sense_ = ObjSense::kMaximize;
  to.col_cost_ = lp.value;
  to.col_lower_.assign(lp.value.size(), 0);
  to.col_upper_.assign(lp.value.size(), 1);
  to.row_lower_ = lp.row_low;
  to.row_upper_ = lp.row_high;
  to.a_matrix_.format_ = MatrixFormat::kColwise;
  to.a_matrix_.start_ = lp.start;
  to.a_matrix_.index_ = lp.row;
  to.a_matrix_.value_ = lp.coefficient;
  Highs highs;
  highs.setOptionValue("output_flag", false);
  highs.setOptionValue("threads", 1);
  highs.setOptionValue("solver", std::string(solver));
  highs.passModel(model);
  highs.run();
  return {highs.getInfo().objective_function_value, cpu_seconds() - before, highs.getModelStatus() == HighsModelStatus::kOptimal};
}

}  // namespace colophon::bench
