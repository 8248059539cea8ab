{% macro won(column) %}{{ column }} * 1300{% endmacro %}
