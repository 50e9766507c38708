// The application behind one listener: finds route, customer and access from the head of a request, calls the
// endpoint, turns failures into answers, counts.
#pragma once

#include "footfall/api/routes.hpp"
#include "footfall/http/service.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace footfall::api {

class route_finder;
struct found_route;

/// Thread-safe. The context outlives it.
class service final : public http::service {
 public:
  service(const endpoint_context& context, listener where);
  ~service() override;

  [[nodiscard]] http::plan plan_for(const http::request& head) const override;
  void answer(const http::plan& how, const http::request& question, http::response& out) const override;
  void refuse(const failure& why, const http::request& question, http::response& out) const override;

 private:
  result<void> decide(const http::request& head, http::plan& how) const;
  result<void> find_owner(const found_route& found, const http::request& head, http::plan& how) const;
  result<void> check_access(const route& row, const http::request& head, const http::plan& how) const;
  result<void> admit(const http::request& question) const;
  result<void> call(const http::plan& how, const http::request& question, http::response& out) const;
  [[nodiscard]] const family& family_of(const route* row) const noexcept;
  void write_refusal(const route* row, const failure& why, const http::request& question,
                     http::response& out) const;
  [[nodiscard]] std::string allowed_methods(const http::request& question) const;
  result<void> answer_without_route(const http::request& question, http::response& out) const;

  const endpoint_context& context_;
  const listener where_;
  const std::unique_ptr<const route_finder> routes_;
};

}  // namespace footfall::api
