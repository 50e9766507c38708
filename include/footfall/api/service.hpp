// The application behind one listener: finds the route, calls the endpoint, turns failures into answers,
// counts.
#pragma once

#include "footfall/api/routes.hpp"
#include "footfall/http/router.hpp"
#include "footfall/http/service.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace footfall::api {

/// Thread-safe. The context outlives it.
class service final : public http::service {
 public:
  service(const endpoint_context& context, listener where);

  [[nodiscard]] http::plan plan_for(const http::request& head) const override;
  void answer(const http::plan& how, const http::request& question, http::response& out) const override;
  void refuse(const failure& why, const http::request& question, http::response& out) const override;

 private:
  result<void> call(const route* row, const http::request& question, std::int64_t now_ns,
                    http::response& out) const;
  result<void> admit(const http::request& question, std::int64_t now_ns) const;
  [[nodiscard]] std::string allowed_methods(const http::request& question) const;
  result<void> answer_without_route(const http::request& question, http::response& out) const;

  const endpoint_context& context_;
  const listener where_;
  std::vector<const route*> rows_;  // those of this listener
  http::router router_;             // over rows_
};

}  // namespace footfall::api
