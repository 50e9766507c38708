#include "api/content/schemas.hpp"

namespace footfall::api {
namespace {

constexpr std::string_view xml_schema = R"(<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified">
  <xs:element name="items">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="item" type="item" maxOccurs="unbounded"/>
      </xs:sequence>
      <xs:attribute name="version" type="xs:string" use="required" fixed="1"/>
    </xs:complexType>
  </xs:element>
  <xs:complexType name="item">
    <xs:choice minOccurs="0" maxOccurs="unbounded">
      <xs:element name="title" type="xs:string"/>
      <xs:element name="description" type="xs:string"/>
      <xs:element name="price" type="price"/>
      <xs:element name="validfrom" type="xs:dateTime"/>
      <xs:element name="validto" type="xs:dateTime"/>
      <xs:element name="deeplinkurl" type="xs:string"/>
      <xs:element name="categorypaths">
        <xs:complexType><xs:sequence>
          <xs:element name="categorypath" type="xs:string" minOccurs="0" maxOccurs="unbounded"/>
        </xs:sequence></xs:complexType>
      </xs:element>
      <xs:element name="categoryids">
        <xs:complexType><xs:sequence>
          <xs:element name="categoryid" type="xs:string" minOccurs="0" maxOccurs="unbounded"/>
        </xs:sequence></xs:complexType>
      </xs:element>
      <xs:element name="imageurls">
        <xs:complexType><xs:sequence>
          <xs:element name="imageurl" type="image" minOccurs="0" maxOccurs="unbounded"/>
        </xs:sequence></xs:complexType>
      </xs:element>
      <xs:element name="content">
        <xs:complexType><xs:sequence>
          <xs:element name="content-data" type="content" minOccurs="0" maxOccurs="unbounded"/>
        </xs:sequence></xs:complexType>
      </xs:element>
      <xs:element name="attributes">
        <xs:complexType><xs:sequence>
          <xs:element name="attribute" type="attribute" minOccurs="0" maxOccurs="unbounded"/>
        </xs:sequence></xs:complexType>
      </xs:element>
    </xs:choice>
    <xs:attribute name="id" type="identifier" use="required"/>
    <xs:attribute name="type" type="number" use="required"/>
  </xs:complexType>
  <xs:complexType name="price">
    <xs:simpleContent>
      <xs:extension base="xs:nonNegativeInteger">
        <xs:attribute name="currency" type="xs:string"/>
      </xs:extension>
    </xs:simpleContent>
  </xs:complexType>
  <xs:complexType name="image">
    <xs:simpleContent>
      <xs:extension base="xs:string">
        <xs:attribute name="type" type="xs:string"/>
      </xs:extension>
    </xs:simpleContent>
  </xs:complexType>
  <xs:complexType name="content">
    <xs:simpleContent>
      <xs:extension base="xs:string">
        <xs:attribute name="key" type="key" use="required"/>
      </xs:extension>
    </xs:simpleContent>
  </xs:complexType>
  <xs:complexType name="attribute">
    <xs:attribute name="key" type="key" use="required"/>
    <xs:attribute name="value" type="xs:string" use="required"/>
    <xs:attribute name="type" type="kind" default="NOMINAL"/>
  </xs:complexType>
  <xs:simpleType name="number">
    <xs:restriction base="xs:int"><xs:minInclusive value="1"/></xs:restriction>
  </xs:simpleType>
  <xs:simpleType name="identifier">
    <xs:restriction base="xs:string"><xs:minLength value="1"/><xs:maxLength value="255"/></xs:restriction>
  </xs:simpleType>
  <xs:simpleType name="key">
    <xs:restriction base="xs:string"><xs:pattern value="[A-Za-z0-9_]+"/></xs:restriction>
  </xs:simpleType>
  <xs:simpleType name="kind">
    <xs:restriction base="xs:string">
      <xs:enumeration value="NOMINAL"/>
      <xs:enumeration value="NUMERIC"/>
      <xs:enumeration value="TEXT"/>
    </xs:restriction>
  </xs:simpleType>
</xs:schema>
)";

constexpr std::string_view json_schema = R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "An item, or a list of items",
  "oneOf": [{"$ref": "#/$defs/item"}, {"type": "array", "items": {"$ref": "#/$defs/item"}, "minItems": 1}],
  "$defs": {
    "item": {
      "type": "object",
      "required": ["type", "id"],
      "properties": {
        "type": {"type": "integer", "minimum": 1, "maximum": 2147483647},
        "id": {"type": ["integer", "string"], "minimum": 1, "minLength": 1, "maxLength": 255},
        "title": {"type": "string"},
        "description": {"type": "string"},
        "body": {"type": "string", "description": "the full text"},
        "language": {"type": "string", "description": "of title, description and body"},
        "translations": {"type": "object", "additionalProperties": {
          "type": "object",
          "properties": {"title": {"type": "string"}, "description": {"type": "string"}}}},
        "link": {"type": "string", "format": "uri"},
        "images": {"type": "array", "items": {"type": "string", "format": "uri"}, "maxItems": 20},
        "price": {"$ref": "#/$defs/price"},
        "sale": {"type": "object", "required": ["minor"], "properties": {
          "minor": {"type": "integer", "minimum": 1},
          "from": {"type": "string"}, "to": {"type": "string"}}},
        "availability": {"enum": ["in_stock", "limited", "preorder", "backorder", "out_of_stock",
                                  "discontinued"]},
        "visible": {"type": "boolean", "default": true},
        "valid_from": {"type": "string"},
        "valid_to": {"type": "string"},
        "added": {"type": "string"},
        "categories": {"type": "array", "maxItems": 32,
                       "items": {"type": "array", "items": {"type": "string"}, "maxItems": 16}},
        "brand": {"type": "string", "maxLength": 255},
        "group": {"type": "string", "description": "equal for variants of one product"},
        "attributes": {"type": "object", "additionalProperties": {
          "type": "object",
          "properties": {
            "NOMINAL": {"type": "array", "items": {"type": "string"}},
            "NUMERIC": {"type": "array", "items": {"type": "number"}},
            "TEXT": {"type": "array", "items": {"type": "string"}}}}}
      }
    },
    "price": {
      "type": "object",
      "required": ["minor"],
      "properties": {
        "minor": {"type": "integer", "minimum": 0, "description": "in minor units: 123 is 1.23 EUR"},
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$", "description": "that of the customer"}
      }
    }
  }
}
)";

}  // namespace

std::string_view item_xml_schema() noexcept { return xml_schema; }

std::string_view item_json_schema() noexcept { return json_schema; }

}  // namespace footfall::api
